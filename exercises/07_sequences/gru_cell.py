"""A GRU cell: a new state is proposed, and a gate mixes it with the old one. There is no second memory.

    r = sigmoid(W_ir x + b_ir + W_hr h + b_hr)          reset gate: how much of h the proposal may see
    z = sigmoid(W_iz x + b_iz + W_hz h + b_hz)          update gate: how much of h stays
    n = tanh(W_in x + b_in + r * (W_hn h + b_hn))       the proposal
    h_new = (1 - z) * n + z * h

Mind where r stands: it multiplies the whole product W_hn h + b_hn, bias included. torch stacks the weights
in the order r, z, n: the first hidden_size rows of weight_ih are W_ir, the next W_iz, the last W_in.
"""

import torch


class GRUCell(torch.nn.Module):
    """One step of a gated recurrent unit, as torch.nn.GRUCell does it.

    Its parameters (torch.nn.Parameter) are weight_ih of shape (3 * hidden_size, input_size), weight_hh of
    shape (3 * hidden_size, hidden_size), and, if bias is True, bias_ih and bias_hh of shape
    (3 * hidden_size,). All start as random numbers, evenly spread between -1/sqrt(hidden_size) and
    1/sqrt(hidden_size).

    Example:
        >>> cell = GRUCell(2, 3)
        >>> cell(torch.ones(5, 2), torch.zeros(5, 3)).shape
        torch.Size([5, 3])
        >>> cell.weight_ih.shape
        torch.Size([9, 2])

    Allowed: matrix products, torch.nn.functional.linear, torch.sigmoid, torch.tanh, chunk. Not allowed: the
    recurrent layers and cells of torch.

    Check it with `pytest --exercise gru_cell`, get a hint with `torchgrade hint gru_cell`.
    """

    def __init__(self, input_size: int, hidden_size: int, bias: bool = True) -> None:
        """Make the parameters. Without bias, bias_ih and bias_hh are None."""
        # TODO: your code here
        raise NotImplementedError

    def forward(self, input: torch.Tensor, hx: torch.Tensor | None = None) -> torch.Tensor:
        """Return the new state.

        Args:
            input: shape (N, input_size) for a batch, or (input_size,) for a single one.
            hx: the state before, shape (N, hidden_size) or (hidden_size,); None stands for zeros.

        Returns:
            The state after this step, in the shape of hx; gradients reach input, hx and the parameters.

        Raises:
            RuntimeError or ValueError: the last size of input is not input_size; a matrix product says so by itself.
        """
        # TODO: your code here
        raise NotImplementedError
