"""Multiplies with a one-hot tensor that carries the weights; one_hot itself refuses what is out of range."""

import torch


def nll_loss(input, target, weight=None, reduction="mean"):
    classes = input.shape[1]
    hot = torch.nn.functional.one_hot(target, classes).movedim(-1, 1).to(input.dtype)
    if weight is not None:
        hot = hot * weight.view(1, classes, *[1] * (input.dim() - 2))
    losses = -(hot * input).sum(dim=1)
    if reduction == "none":
        return losses
    elif reduction == "sum":
        return losses.sum()
    elif reduction == "mean":
        return losses.sum() / hot.sum()
    raise ValueError("reduction")
