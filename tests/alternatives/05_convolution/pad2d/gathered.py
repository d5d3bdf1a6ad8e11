"""Asks for each place of the result which pixel lies there, and takes the value where there is none."""
from __future__ import annotations

import torch


def pad2d(x, padding, value=0.0):
    left, right, top, bottom = (padding, padding, padding, padding) if isinstance(padding, int) else padding
    height, width = x.size(-2), x.size(-1)
    i = torch.arange(-top, height + bottom, device=x.device)
    j = torch.arange(-left, width + right, device=x.device)
    inside = ((i >= 0) & (i < height))[:, None] & ((j >= 0) & (j < width))
    picked = x[..., i.clamp(0, height - 1)[:, None], j.clamp(0, width - 1)]
    return torch.where(inside, picked, torch.full_like(picked, value))
