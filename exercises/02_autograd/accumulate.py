"""backward adds: why every training loop has to clear the gradients.

    p.grad after f(p).backward()                                      df/dp
    p.grad after g(p).backward() as well                              df/dp + dg/dp
    p.grad after g(p).backward(), if it was cleared just before       dg/dp

Torch never overwrites a .grad: whatever is there stays in the sum, until somebody takes it away. Beware: it
adds in place, so a .grad that you kept after the first backward changes during the second one.
"""

from collections.abc import Callable

import torch

Function = Callable[[torch.Tensor], torch.Tensor]


def accumulate(f: Function, g: Function, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return what .grad of a leaf with the values of x holds at three moments.

    Args:
        f: a function that takes a tensor of x's shape and returns one of shape ().
        g: another such function.
        x: floating point, any shape. It stays as it is: work with a leaf of your own, a copy that
            requires grad.

    Returns:
        Three new tensors with the shape, dtype and device of x: .grad after backward from f alone; after
        backward from f and then from g; and after backward from f, a reset, and backward from g.

    Example:
        >>> accumulate(lambda p: (p * p).sum(), lambda p: (10 * p).sum(), torch.tensor([1.0, 2.0]))
        (tensor([2., 4.]), tensor([12., 14.]), tensor([10., 10.]))

    Allowed: whatever you like; backward is what this exercise is about.

    Check it with `pytest --exercise accumulate`, get a hint with `torchgrade hint accumulate`.
    """
    # TODO: your code here
    raise NotImplementedError
