"""Glues four strips to the image, one after the other."""
from __future__ import annotations

import torch


def pad2d(x, padding, value=0.0):
    if isinstance(padding, int):
        padding = [padding] * 4
    left, right, top, bottom = padding
    lead = list(x.shape[:-2])

    def strip(height, width):
        return torch.full([*lead, height, width], value, dtype=x.dtype, device=x.device)

    x = torch.cat([strip(x.shape[-2], left), x, strip(x.shape[-2], right)], dim=-1)
    return torch.cat([strip(top, x.shape[-1]), x, strip(bottom, x.shape[-1])], dim=-2)
