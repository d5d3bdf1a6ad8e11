"""Brings the rows to length 1 for the cosine, and masks the zeros of the root by hand."""

import torch
import torch.nn.functional as F


def distances(x, y, kind="l2"):
    if kind == "cosine":
        return 1 - torch.einsum("nd,md->nm", F.normalize(x), F.normalize(y))
    d = x[:, None] - y[None]
    if kind == "l1":
        return torch.where(d < 0, -d, d).sum(dim=2)
    if kind != "l2":
        raise ValueError(f"unknown kind: {kind}")
    squares = (d * d).sum(dim=2)
    zero = squares == 0
    return torch.where(zero, torch.ones_like(squares), squares).sqrt().masked_fill(zero, 0.0)
