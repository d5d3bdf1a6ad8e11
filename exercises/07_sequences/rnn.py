"""A recurrent layer: the cell, led over a whole sequence.

    h_t = tanh(W_ih x_t + b_ih + W_hh h_(t-1) + b_hh)          for t = 1, 2, ..., L

output holds all states h_1 ... h_L, h_n only the last one, h_L. The question that costs most time with
recurrent layers is which dimension is which:

                        input                   output                  h_0 and h_n
    by default          (L, N, input_size)      (L, N, hidden_size)     (1, N, hidden_size)
    batch_first=True    (N, L, input_size)      (N, L, hidden_size)     (1, N, hidden_size)
    a single sequence   (L, input_size)         (L, hidden_size)        (1, hidden_size)

The 1 counts layers, of which this exercise has one. batch_first never touches the states.
"""

import torch


class RNN(torch.nn.Module):
    """A recurrent layer with tanh, as torch.nn.RNN does it with one layer.

    Its parameters (torch.nn.Parameter) are weight_ih_l0 of shape (hidden_size, input_size), weight_hh_l0 of
    shape (hidden_size, hidden_size), and, if bias is True, bias_ih_l0 and bias_hh_l0 of shape (hidden_size,);
    l0 is layer 0. All start evenly spread between -1/sqrt(hidden_size) and 1/sqrt(hidden_size).

    Example:
        >>> layer = RNN(2, 3, batch_first=True)
        >>> output, h_n = layer(torch.ones(5, 7, 2))
        >>> output.shape, h_n.shape
        (torch.Size([5, 7, 3]), torch.Size([1, 5, 3]))
        >>> torch.equal(output[:, -1], h_n[0])
        True

    Allowed: matrix products, torch.nn.functional.linear, torch.tanh, your own RNNCell. Not allowed: the
    recurrent layers and cells of torch.

    Check it with `pytest --exercise rnn`, get a hint with `torchgrade hint rnn`.
    """

    def __init__(self, input_size: int, hidden_size: int, *, bias: bool = True, batch_first: bool = False) -> None:
        """Make the parameters. Without bias, bias_ih_l0 and bias_hh_l0 are None."""
        # TODO: your code here
        raise NotImplementedError

    def forward(self, input: torch.Tensor, hx: torch.Tensor | None = None) -> tuple[torch.Tensor, torch.Tensor]:
        """Return all states and the last one, (output, h_n).

        Args:
            input: the sequences, in one of the three shapes of the table at the top of this file.
            hx: the state before the first step, h_0; None stands for zeros.

        Returns:
            (output, h_n) in the shapes of the table; gradients reach input, hx and the parameters.
        """
        # TODO: your code here
        raise NotImplementedError
