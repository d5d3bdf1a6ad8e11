"""A gradient with pencil and paper: what autograd does, done once by yourself.

    f(x) = mean over i of 3 (x_i + 2)^2            N numbers x_1, ..., x_N in, one number out

Differentiate by the chain rule: from the outside, mean, then times 3, then the square, then the sum x_i + 2.
The gradient has one entry for each x_i, and in entry i only the term with x_i counts: the other N - 1 terms
do not change when x_i does.
"""

import torch


def gradient_by_hand(x: torch.Tensor) -> torch.Tensor:
    """Return the gradient of mean(3 * (x + 2) ** 2) at x, by its formula.

    Args:
        x: floating point, any shape; all its N numbers go into the mean.

    Returns:
        A new tensor with the shape, dtype and device of x.

    Example:
        >>> gradient_by_hand(torch.tensor([0.0, 1.0, -2.0]))
        tensor([4., 6., 0.])

    Allowed: +, -, *, / and whatever else is plain arithmetic.
    Not allowed: autograd in any form, such as backward, torch.autograd.grad or torch.func.

    Check it with `pytest --exercise gradient_by_hand`, get a hint with `torchgrade hint gradient_by_hand`.
    """
    ### BEGIN SOLUTION
    outer = 1 / x.numel()  # d mean / d term
    inner = 3 * 2 * (x + 2)  # d term / d x_i; the last factor, d (x_i + 2) / d x_i, is 1
    return outer * inner
    ### END SOLUTION
