"""The first largest number has as many places before it as have seen none yet."""

import torch


def argmax(x, dim):
    hit = x == torch.amax(x, dim, True)
    return (hit.cumsum(dim) == 0).sum(dim)
