"""Gradient clipping: where the gradient is longer than allowed, shorten it, and keep its direction.

    total = sqrt(sum of the squares of all numbers in all gradients)
    g = g * max_norm / total        for every gradient, but only if total is larger than max_norm

All parameters' gradients together are one long arrow. A single batch that goes wrong can make it enormous; shortened,
it still points the same way, and the step does no harm.
"""

from collections.abc import Iterable

import torch


def clip_grad_norm_(parameters: torch.Tensor | Iterable[torch.Tensor], max_norm: float) -> torch.Tensor:
    """Clip the gradients in place to a total length of at most max_norm; return the length they had before.

    Args:
        parameters: a single tensor or any number of them, also from a generator such as `model.parameters()`; those
            whose .grad is None take no part.
        max_norm: the greatest length that is allowed.

    Returns:
        The total length before clipping, a tensor of shape () with the gradients' dtype and device; 0 where
        there is no gradient at all.

    Example:
        >>> weight = torch.zeros(2, requires_grad=True)
        >>> weight.grad = torch.tensor([3.0, 4.0])
        >>> clip_grad_norm_([weight], max_norm=1.0)
        tensor(5.)
        >>> weight.grad
        tensor([0.6000, 0.8000])

    Allowed: torch.linalg.vector_norm and whatever else you like.
    Not allowed: the ready-made clipping in torch.nn.utils (clip_grad_norm_, get_total_norm, ...).

    Check it with `pytest --exercise clip_grad_norm`, get a hint with `torchgrade hint clip_grad_norm`.
    """
    # TODO: your code here
    raise NotImplementedError
