"""Goes through the triplets one by one, with a helper for the distance of two vectors."""

import torch


def distance(x, y, p, eps):
    return torch.sum(torch.abs(x - y + eps) ** p) ** (1 / p)


def triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2.0, eps=1e-6, swap=False, reduction="mean"):
    if not margin > 0:
        raise ValueError("margin must be positive")
    if reduction not in ["none", "mean", "sum"]:
        raise ValueError("unknown reduction")
    losses = []
    for a, b, c in zip(anchor, positive, negative):
        far = distance(a, c, p, eps)
        if swap:
            far = torch.min(far, distance(b, c, p, eps))
        cost = distance(a, b, p, eps) - far + margin
        losses.append(torch.maximum(cost, torch.zeros_like(cost)))
    losses = torch.stack(losses)
    if reduction == "mean":
        losses = losses.mean()
    elif reduction == "sum":
        losses = losses.sum()
    return losses
