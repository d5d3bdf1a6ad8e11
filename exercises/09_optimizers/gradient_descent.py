"""Gradient descent: to go down a hill, take a step in the direction that falls most steeply.

    p_0 = start
    p_(k+1) = p_k - lr * (gradient of the loss at p_k)

Autograd finds the gradient of any loss that is written with torch operations.
"""

from collections.abc import Callable

import torch


def gradient_descent(
    loss: Callable[[torch.Tensor], torch.Tensor], start: torch.Tensor, lr: float, steps: int
) -> torch.Tensor:
    """Walk downhill from start, and return every point on the way.

    Args:
        loss: a function that takes a point of start's shape and returns a tensor of shape ().
        start: the first point, floating point, any shape; it must not change, nor require a gradient afterwards.
        lr: the learning rate, a positive number.
        steps: how many steps to take; 0 is allowed.

    Returns:
        The path, shape (steps + 1, *start.shape), with start's dtype and device; path[0] equals start.

    Example:
        >>> gradient_descent(lambda p: (p * p).sum(), torch.tensor([8.0]), lr=0.25, steps=3)
        tensor([[8.],
                [4.],
                [2.],
                [1.]])

    Allowed: backward, torch.autograd.grad and whatever else you like. Not allowed: torch.optim.

    Check it with `pytest --exercise gradient_descent`, get a hint with `torchgrade hint gradient_descent`.
    """
    # TODO: your code here
    raise NotImplementedError
