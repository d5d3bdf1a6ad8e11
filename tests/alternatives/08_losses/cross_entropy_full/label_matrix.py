"""Builds the smoothed labels as a matrix of N rows and C columns, and multiplies once."""

import torch
import torch.nn.functional as F


def cross_entropy(input, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    if label_smoothing < 0 or label_smoothing > 1:
        raise RuntimeError("label_smoothing must be between 0.0 and 1.0")
    classes = input.size(1)
    columns = torch.arange(classes, device=input.device)
    valid = (target != ignore_index).unsqueeze(1)
    hot = ((target.unsqueeze(1) == columns) & valid).to(input.dtype)
    labels = (hot * (1 - label_smoothing) + label_smoothing / classes) * valid
    if weight is None:
        weight = torch.ones(classes, dtype=input.dtype, device=input.device)
    losses = -(labels * weight * F.log_softmax(input, dim=1)).sum(dim=1)
    losses[~valid.squeeze(1)] = 0  # an infinite score times a label of 0 is NaN
    if reduction == "none":
        return losses
    if reduction == "sum":
        return losses.sum()
    if reduction == "mean":
        return losses.sum() / (hot * weight).sum()
    raise ValueError(f"{reduction} is not a valid value for reduction")
