"""A loop over all entries, as one writes it before knowing that tensors subtract at once."""

import torch


def mse_loss(input, target, reduction="mean"):
    losses = []
    for p, t in zip(input.flatten(), target.flatten()):
        losses.append((p - t) ** 2)
    if reduction == "none":
        return torch.stack(losses).reshape(input.shape)
    total = sum(losses)
    if reduction == "sum":
        return total
    if reduction == "mean":
        return total / len(losses)
    raise ValueError(reduction)
