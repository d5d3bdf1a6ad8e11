"""Leaky ReLU: as ReLU, but the negative numbers are made small instead of 0.

    leaky_relu(x) = x                    if x > 0
    leaky_relu(x) = negative_slope * x   if x <= 0

Where ReLU gives 0 its slope is 0 too, and a neuron that always gives 0 never learns again. The small slope on
the negative side keeps it alive.
"""

import torch


def leaky_relu(input: torch.Tensor, negative_slope: float = 0.01) -> torch.Tensor:
    """Return input with every negative number multiplied by negative_slope.

    Args:
        input: floating-point numbers, of any shape.
        negative_slope: the slope on the negative side; any number, larger than 1 or negative as well.

    Returns:
        A new tensor with the shape, dtype and device of input; gradients reach input. NaN stays NaN, and
        inf stays inf.

    Example:
        >>> leaky_relu(torch.tensor([-2.0, 0.0, 3.0]), negative_slope=0.5)
        tensor([-1.,  0.,  3.])

    Allowed: where, clamp, relu and whatever else you like.
    Not allowed: torch's own leaky_relu, rrelu and prelu.

    Check it with `pytest --exercise leaky_relu`, get a hint with `torchgrade hint leaky_relu`.
    """
    # TODO: your code here
    raise NotImplementedError
