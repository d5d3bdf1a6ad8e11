"""Uses the vector norm of order 1 for the sum."""

import torch


def l1_loss(input, target, reduction="mean"):
    if reduction not in {"none", "mean", "sum"}:
        raise ValueError("reduction must be none, mean or sum")
    if reduction == "none":
        return torch.abs(input - target)
    total = torch.linalg.vector_norm(input - target, ord=1)
    return total if reduction == "sum" else total / input.numel()
