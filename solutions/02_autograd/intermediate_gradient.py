"""The gradient half-way: backward keeps it for leaves only, unless it is told otherwise.

    x  --f-->  hidden  --g-->  y

    d y / d hidden              passes by, and is thrown away: hidden is no leaf, so its .grad stays None
    d y / d x                   arrives at the leaf x, and is stored in its .grad

`hidden.retain_grad()`, called before backward, keeps the one that passes by.
"""

from collections.abc import Callable

import torch

Function = Callable[[torch.Tensor], torch.Tensor]


def intermediate_gradient(f: Function, g: Function, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the gradients of y = g(f(x)) with respect to f(x) and with respect to x.

    Args:
        f: a function that takes a tensor of x's shape and returns a tensor of any shape, the hidden one.
        g: a function that takes the hidden tensor and returns y, of shape ().
        x: floating point, any shape. It stays as it is: work with a copy that requires grad.

    Returns:
        d y / d hidden with the shape of f(x), and d y / d x with the shape of x: two new tensors.

    Example:
        >>> intermediate_gradient(lambda p: 3 * p, lambda h: (h * h).sum(), torch.tensor([1.0, 2.0]))
        (tensor([ 6., 12.]), tensor([18., 36.]))

    Allowed: whatever you like; retain_grad is one way, torch.autograd.grad another.

    Check it with `pytest --exercise intermediate_gradient`, get a hint with
    `torchgrade hint intermediate_gradient`.
    """
    ### BEGIN SOLUTION
    leaf = x.detach().clone().requires_grad_()
    hidden = f(leaf)
    hidden.retain_grad()
    g(hidden).backward()
    return hidden.grad, leaf.grad
    ### END SOLUTION
