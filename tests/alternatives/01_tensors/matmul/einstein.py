"""einsum in four variants."""

import torch


def matmul(a, b):
    if a.dim() == 0 or b.dim() == 0:
        raise RuntimeError("at least one dimension each, please")
    if a.shape[-1] != (b.shape[0] if b.dim() == 1 else b.shape[-2]):
        raise RuntimeError("inner sizes differ")
    if a.dim() == 1 and b.dim() == 1:
        return torch.einsum("k,k->", a, b)
    if b.dim() == 1:
        return torch.einsum("...k,k->...", a, b)
    if a.dim() == 1:
        return torch.einsum("k,...kj->...j", a, b)
    return torch.einsum("...ik,...kj->...ij", a, b)
