"""torch's methods, one with an underscore."""

import torch


def add_in_place(x, other):
    return x.add_(other)


def add(x, other):
    return torch.add(x, other)
