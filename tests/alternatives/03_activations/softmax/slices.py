"""Never reduces along a dimension: walks over its slices and adds them up one after the other."""

import functools

import torch


def softmax(x, dim):
    slices = x.unbind(dim)
    top = functools.reduce(torch.maximum, slices)
    weights = [torch.exp(piece - top) for piece in slices]
    total = sum(weights)
    return torch.stack([weight / total for weight in weights], dim)
