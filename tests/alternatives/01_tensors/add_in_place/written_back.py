"""Makes the sum first and writes it back into every place of x."""

import torch


def add(x, other):
    a, b = torch.broadcast_tensors(x, other)
    return a - (-b)


def add_in_place(x, other):
    total = add(x, other)
    if total.dtype != x.dtype:
        raise RuntimeError("the sum is of another dtype than x")
    if total.shape != x.shape:
        raise RuntimeError("the sum is larger than x")
    x[...] = total
    return x
