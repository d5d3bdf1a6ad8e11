"""Builds the list of sizes with one loop."""

import torch


def flatten(x, start_dim=0, end_dim=-1):
    if x.ndim == 0:
        return x[None]
    for dim in (start_dim, end_dim):
        if not -x.ndim <= dim < x.ndim:
            raise IndexError(f"no dimension {dim}")
    first, last = start_dim % x.ndim, end_dim % x.ndim
    if last < first:
        raise RuntimeError("wrong order")
    sizes, product = [], 1
    for i, size in enumerate(x.shape):
        if i < first or i > last:
            sizes.append(size)
            continue
        product *= size
        if i == last:
            sizes.append(product)
    return torch.reshape(x, sizes)
