"""Brings the dimension to the front, fills rows there, and moves it back."""

import torch


def cat(tensors, dim=0):
    pieces = [t.movedim(dim, 0) for t in tensors]
    rest = pieces[0].shape[1:]
    if any(p.shape[1:] != rest for p in pieces):
        raise RuntimeError("all other dimensions must be equal")
    total = sum(len(p) for p in pieces)
    out = torch.zeros(total, *rest, dtype=tensors[0].dtype, device=tensors[0].device)
    end = 0
    for p in pieces:
        begin, end = end, end + len(p)
        out[begin:end] = p
    return out.movedim(0, dim)


def stack(tensors, dim=0):
    shape = tensors[0].shape
    if any(t.shape != shape for t in tensors):
        raise RuntimeError("unequal shapes")
    out = torch.empty(len(tensors), *shape, dtype=tensors[0].dtype, device=tensors[0].device)
    for i, t in enumerate(tensors):
        out[i] = t
    return out.movedim(0, dim)
