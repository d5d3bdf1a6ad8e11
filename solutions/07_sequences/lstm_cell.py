"""An LSTM cell: a memory c that is only multiplied and added to, and three gates that decide what happens to it.

    i = sigmoid(W_ii x + b_ii + W_hi h + b_hi)          input gate: how much to write
    f = sigmoid(W_if x + b_if + W_hf h + b_hf)          forget gate: how much of the memory to keep
    g = tanh(W_ig x + b_ig + W_hg h + b_hg)             what to write
    o = sigmoid(W_io x + b_io + W_ho h + b_ho)          output gate: how much to show
    c_new = f * c + i * g
    h_new = o * tanh(c_new)

torch stacks the four weights of x into one matrix, weight_ih, in exactly this order: i, f, g, o. Its first
hidden_size rows are W_ii, the next W_if, and so on; weight_hh, bias_ih and bias_hh are stacked likewise.
"""

import torch


class LSTMCell(torch.nn.Module):
    """One step of a long short-term memory, as torch.nn.LSTMCell does it.

    Its parameters (torch.nn.Parameter) are weight_ih of shape (4 * hidden_size, input_size), weight_hh of
    shape (4 * hidden_size, hidden_size), and, if bias is True, bias_ih and bias_hh of shape
    (4 * hidden_size,). All start as random numbers, evenly spread between -1/sqrt(hidden_size) and
    1/sqrt(hidden_size).

    Example:
        >>> cell = LSTMCell(2, 3)
        >>> h, c = cell(torch.ones(5, 2))
        >>> h.shape, c.shape
        (torch.Size([5, 3]), torch.Size([5, 3]))
        >>> cell.weight_ih.shape
        torch.Size([12, 2])

    Allowed: matrix products, torch.nn.functional.linear, torch.sigmoid, torch.tanh, chunk. Not allowed: the
    recurrent layers and cells of torch.

    Check it with `pytest --exercise lstm_cell`, get a hint with `torchgrade hint lstm_cell`.
    """

    def __init__(self, input_size: int, hidden_size: int, bias: bool = True) -> None:
        """Make the parameters. Without bias, bias_ih and bias_hh are None."""
        ### BEGIN SOLUTION
        super().__init__()
        self.hidden_size = hidden_size
        shapes = {"weight_ih": (4 * hidden_size, input_size), "weight_hh": (4 * hidden_size, hidden_size)}
        biases = {"bias_ih": (4 * hidden_size,), "bias_hh": (4 * hidden_size,)}
        for name, shape in {**shapes, **biases}.items():
            start = torch.empty(shape).uniform_(-(hidden_size**-0.5), hidden_size**-0.5)
            self.register_parameter(name, torch.nn.Parameter(start) if bias or name in shapes else None)
        ### END SOLUTION

    def forward(
        self, input: torch.Tensor, hx: tuple[torch.Tensor, torch.Tensor] | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the new state and the new memory, (h, c).

        Args:
            input: shape (N, input_size) for a batch, or (input_size,) for a single one.
            hx: (h, c) before this step, each of shape (N, hidden_size) or (hidden_size,); None stands for zeros.

        Returns:
            (h, c) after this step, in the same shapes; gradients reach input, hx and the parameters.

        Raises:
            RuntimeError or ValueError: the last size of input is not input_size; a matrix product says so by itself.
        """
        ### BEGIN SOLUTION
        if hx is None:
            zeros = input.new_zeros(*input.shape[:-1], self.hidden_size)
            hx = (zeros, zeros)
        h, c = hx
        total = input @ self.weight_ih.T + h @ self.weight_hh.T
        if self.bias_ih is not None:
            total = total + self.bias_ih + self.bias_hh
        i, f, g, o = total.chunk(4, dim=-1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c
        ### END SOLUTION
