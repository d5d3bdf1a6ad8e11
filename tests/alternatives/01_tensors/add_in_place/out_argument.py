"""Tells torch where to put the sum."""

import torch


def add_in_place(x, other):
    if (x + other).shape != x.shape:
        raise RuntimeError("no room for the sum")
    return torch.add(x, other, out=x)


def add(x, other):
    y = x.clone()
    y = y + other
    return y
