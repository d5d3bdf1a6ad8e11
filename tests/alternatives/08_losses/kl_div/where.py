"""Writes 1 in the place of every 0 before the logarithm, since log(1) is 0 and has a finite slope."""

import torch


def kl_div(input, target, reduction="mean", log_target=False):
    if log_target:
        p, log_p = target.exp(), target
    else:
        p = target
        log_p = torch.where(p > 0, p, torch.ones_like(p)).log()
    losses = p * (log_p - input)
    if reduction == "none":
        return losses
    total = losses.sum()
    if reduction == "sum":
        return total
    if reduction == "mean":
        return total / losses.numel()
    if reduction == "batchmean":
        return total / losses.size(0)
    raise ValueError(reduction)
