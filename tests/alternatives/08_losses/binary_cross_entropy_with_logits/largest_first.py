"""Subtracts the larger of 0 and -x by hand before exp, as one does for a softmax over the two numbers 0 and x."""

import torch


def binary_cross_entropy_with_logits(input, target, weight=None, reduction="mean", pos_weight=None):
    top = torch.relu(-input).detach()
    log_sum = top + torch.log(torch.exp(-top) + torch.exp(-input - top))
    factor = 1 if pos_weight is None else 1 + (pos_weight - 1) * target
    losses = (1 - target) * input + factor * log_sum
    if weight is not None:
        losses = losses * weight
    reduce = {"mean": torch.mean, "sum": torch.sum, "none": torch.clone}.get(reduction)
    if reduce is None:
        raise ValueError(f"unknown reduction {reduction!r}")
    return reduce(losses)
