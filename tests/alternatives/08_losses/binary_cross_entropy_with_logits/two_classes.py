"""Treats no and yes as two classes with the logits 0 and x, and takes a log-softmax over them."""

import torch


def binary_cross_entropy_with_logits(input, target, weight=None, reduction="mean", pos_weight=None):
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(reduction)
    log_p = torch.stack([torch.zeros_like(input), input]).log_softmax(0)
    positive = target if pos_weight is None else target * pos_weight
    losses = -(log_p[1] * positive + log_p[0] * (1 - target))
    losses = losses if weight is None else losses * weight
    return losses if reduction == "none" else getattr(losses, reduction)()
