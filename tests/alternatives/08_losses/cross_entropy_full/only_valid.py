"""Works on the samples that count alone, and puts their losses back in place only for "none"."""

import torch


def cross_entropy(input, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(reduction)
    if not 0.0 <= label_smoothing <= 1.0:
        raise ValueError(label_smoothing)
    valid = target != ignore_index
    z, t = input[valid], target[valid]
    top = z.max(dim=1, keepdim=True).values
    cost = (z - top).exp().sum(dim=1, keepdim=True).log() - (z - top)
    if weight is not None:
        cost = cost * weight
    rows = torch.arange(len(t), device=t.device)
    losses = (1 - label_smoothing) * cost[rows, t] + label_smoothing * cost.mean(dim=1)
    if reduction == "sum":
        return losses.sum()
    if reduction == "mean":
        return losses.sum() / (len(t) if weight is None else weight[t].sum())
    out = torch.zeros(len(target), dtype=input.dtype, device=input.device)
    out[valid] = losses
    return out
