"""Row by column, and batches by calling itself."""

import torch


def matmul(a, b):
    if a.ndim == 0 or b.ndim == 0:
        raise RuntimeError("scalars are not for matmul")
    if a.ndim == 1 and b.ndim == 1:
        if len(a) != len(b):
            raise RuntimeError(f"{len(a)} entries do not meet {len(b)}")
        return (a * b).sum()
    if a.ndim <= 2 and b.ndim <= 2:
        if a.ndim == 1:
            return torch.stack([matmul(a, column) for column in b.unbind(1)])
        return torch.stack([matmul(row, b) for row in a])
    pairs = torch.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    if a.ndim > 1:
        a = a.expand(pairs + a.shape[-2:])
    if b.ndim > 1:
        b = b.expand(pairs + b.shape[-2:])
    both = [matmul(a if a.ndim == 1 else a[i], b if b.ndim == 1 else b[i]) for i in range(pairs[0])]
    return torch.stack(both)
