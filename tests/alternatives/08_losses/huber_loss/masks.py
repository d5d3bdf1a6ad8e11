"""Fills a result in two steps, one for each side of delta, by boolean masks."""

import torch


def huber_loss(input, target, reduction="mean", delta=1.0):
    if delta <= 0:
        raise ValueError("delta must be positive")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("no such reduction")
    d = input - target
    small = d.abs() <= delta
    losses = torch.zeros_like(d)
    losses[small] = 0.5 * d[small] ** 2
    losses[~small] = delta * d[~small].abs() - 0.5 * delta**2
    return losses if reduction == "none" else getattr(losses, reduction)()
