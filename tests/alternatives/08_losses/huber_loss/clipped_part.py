"""Cuts each distance into the part up to delta, which is squared, and the rest, which costs delta a unit."""

import torch


def huber_loss(input, target, reduction="mean", delta=1.0):
    if not delta > 0:
        raise RuntimeError("delta must be positive")
    distance = torch.abs(target - input)
    near = distance.clamp(max=delta)
    far = distance - near
    losses = 0.5 * near * near + delta * far
    if reduction == "mean":
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    if reduction == "none":
        return losses
    raise ValueError(reduction)
