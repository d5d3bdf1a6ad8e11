"""Flattens the memory and writes place by place."""

import torch


def filled(shape, value, dtype):
    t = torch.empty(shape, dtype=dtype)
    flat = t.view(-1)
    for i in range(t.numel()):
        flat[i] = value
    return t
