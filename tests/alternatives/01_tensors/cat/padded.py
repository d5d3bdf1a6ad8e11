"""Pads every tensor with zeros to the full size and adds them up."""

import torch.nn.functional as F


def cat(tensors, dim=0):
    ndim = tensors[0].dim()
    sizes = [t.size(dim) for t in tensors]
    dim = dim % ndim
    total = None
    for i, t in enumerate(tensors):
        others = [s for d, s in enumerate(t.shape) if d != dim]
        if others != [s for d, s in enumerate(tensors[0].shape) if d != dim] or t.dim() != ndim:
            raise RuntimeError("sizes do not match")
        padding = [0, 0] * (ndim - 1 - dim) + [sum(sizes[:i]), sum(sizes[i + 1 :])]
        padded = F.pad(t, padding)
        total = padded if total is None else total + padded
    return total.clone()


def stack(tensors, dim=0):
    for t in tensors:
        if t.shape != tensors[0].shape:
            raise RuntimeError("stack needs equal shapes")
    return cat([t.unsqueeze(dim) for t in tensors], dim)
