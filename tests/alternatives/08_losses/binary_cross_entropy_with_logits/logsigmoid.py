"""Uses that 1 - sigmoid(x) is sigmoid(-x), and logsigmoid for both."""

import torch.nn.functional as F


def binary_cross_entropy_with_logits(input, target, weight=None, reduction="mean", pos_weight=None):
    yes = -F.logsigmoid(input) * target
    no = -F.logsigmoid(-input) * (1 - target)
    if pos_weight is not None:
        yes = yes * pos_weight
    losses = yes + no
    if weight is not None:
        losses = losses * weight
    if reduction == "mean":
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    if reduction == "none":
        return losses
    raise ValueError("reduction must be one of mean, sum, none")
