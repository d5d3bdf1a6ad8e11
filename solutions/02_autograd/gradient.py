"""The gradient: in which direction, and how steeply, a function rises.

    gradient_i = d f(x) / d x_i                one number for every entry of x

Torch writes down each operation on a tensor that requires grad, and can then walk back from the result and
apply the chain rule. `backward()` stores what it finds in the `.grad` of every leaf that it meets on the
way: of x, and of every other tensor that f happens to use. Here nobody's `.grad` may change.
"""

from collections.abc import Callable

import torch


def gradient(f: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    """Return the gradient of f at x, and leave no trace of the computation behind.

    Args:
        f: a function made of torch operations; it takes a tensor of x's shape and returns one of shape ().
            It may use other tensors too, some of which may require grad.
        x: floating point, any shape. It may or may not require grad, and it may already have a .grad:
            its values, its .grad and its .requires_grad stay as they are. So does every other tensor's .grad.

    Returns:
        A new tensor with the shape, dtype and device of x. It does not require grad itself.

    Example:
        >>> gradient(lambda p: (p * p).sum(), torch.tensor([1.0, -3.0]))
        tensor([ 2., -6.])

    Allowed: torch.autograd.grad, backward and whatever else you like.
    Not allowed: torch.func and torch.autograd.functional, which hold this function ready-made.

    Check it with `pytest --exercise gradient`, get a hint with `torchgrade hint gradient`.
    """
    ### BEGIN SOLUTION
    point = x.detach().clone().requires_grad_()  # a leaf of our own, so that x stays as it is
    (found,) = torch.autograd.grad(f(point), point)  # hands the gradient over, and stores it nowhere
    return found
    ### END SOLUTION
