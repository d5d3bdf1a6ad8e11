"""The slope by trying: move one number a little up, a little down, and see how much the function changed.

    gradient_i = (f(x + eps e_i) - f(x - eps e_i)) / (2 eps)

where e_i is 1 at entry i and 0 everywhere else. These central differences need no rule of differentiation
at all, so they are how people check a gradient that they worked out by hand. They miss the true slope by an
amount that shrinks with eps^2; for one-sided differences, f(x + eps e_i) - f(x), it shrinks with eps only.
"""

from collections.abc import Callable

import torch


def numerical_gradient(f: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor, eps: float = 1e-3) -> torch.Tensor:
    """Return the central differences of f at x, one for each entry of x.

    Args:
        f: a function that takes a tensor of x's shape and returns one of shape (); it may have corners.
        x: floating point, any shape; it need not be contiguous in memory, and it must not change.
        eps: how far to move each entry to either side.

    Returns:
        A new tensor with the shape, dtype and device of x.

    Example:
        >>> numerical_gradient(lambda p: (p ** 3).sum(), torch.tensor([2.0, 0.0]), eps=0.5)
        tensor([12.2500,  0.2500])

    Allowed: whatever you like. Autograd gives the exact slope, which is not the number asked for here.
    Not allowed: torch.autograd.gradcheck, which holds this loop ready-made.

    Check it with `pytest --exercise numerical_gradient`, get a hint with
    `torchgrade hint numerical_gradient`.
    """
    ### BEGIN SOLUTION
    slopes = []
    for index in range(x.numel()):
        step = torch.zeros_like(x).flatten()
        step[index] = eps
        step = step.reshape(x.shape)
        slopes.append((f(x + step) - f(x - step)) / (2 * eps))
    return torch.stack(slopes).reshape(x.shape).to(x.dtype)
    ### END SOLUTION
