"""A recurrent cell: read one element of a sequence, and mix it with what you remember of those before.

    h_new = tanh(W_ih x + b_ih + W_hh h + b_hh)

x is the input of this step, h the state from the step before. The same four parameters serve every step,
so a network with a few numbers can read a sequence of any length. torch keeps both biases, though one
would do: programs that load each other's weights need the same names.
"""

import torch


class RNNCell(torch.nn.Module):
    """One step of a recurrent network, as torch.nn.RNNCell does it.

    Its parameters (torch.nn.Parameter) are weight_ih of shape (hidden_size, input_size), weight_hh of shape
    (hidden_size, hidden_size), and, if bias is True, bias_ih and bias_hh of shape (hidden_size,). All start
    as random numbers, evenly spread between -1/sqrt(hidden_size) and 1/sqrt(hidden_size).

    Example:
        >>> cell = RNNCell(2, 3)
        >>> cell(torch.ones(5, 2)).shape
        torch.Size([5, 3])
        >>> [(name, tuple(p.shape)) for name, p in cell.named_parameters()]
        [('weight_ih', (3, 2)), ('weight_hh', (3, 3)), ('bias_ih', (3,)), ('bias_hh', (3,))]

    Allowed: matrix products, torch.nn.functional.linear, torch.tanh. Not allowed: the recurrent layers and
    cells of torch.

    Check it with `pytest --exercise rnn_cell`, get a hint with `torchgrade hint rnn_cell`.
    """

    def __init__(self, input_size: int, hidden_size: int, bias: bool = True, nonlinearity: str = "tanh") -> None:
        """Make the parameters; nonlinearity is "tanh" or "relu". Without bias, bias_ih and bias_hh are None."""
        ### BEGIN SOLUTION
        super().__init__()
        self.hidden_size, self.nonlinearity = hidden_size, nonlinearity
        shapes = {"weight_ih": (hidden_size, input_size), "weight_hh": (hidden_size, hidden_size)}
        biases = {"bias_ih": (hidden_size,), "bias_hh": (hidden_size,)}
        for name, shape in {**shapes, **biases}.items():
            start = torch.empty(shape).uniform_(-(hidden_size**-0.5), hidden_size**-0.5)
            self.register_parameter(name, torch.nn.Parameter(start) if bias or name in shapes else None)
        ### END SOLUTION

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
        ### BEGIN SOLUTION
        if hx is None:
            hx = input.new_zeros(*input.shape[:-1], self.hidden_size)
        total = input @ self.weight_ih.T + hx @ self.weight_hh.T
        if self.bias_ih is not None:
            total = total + self.bias_ih + self.bias_hh
        return torch.relu(total) if self.nonlinearity == "relu" else torch.tanh(total)
        ### END SOLUTION
