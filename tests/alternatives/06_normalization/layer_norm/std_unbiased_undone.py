"""Starts from torch.std with its n - 1, and undoes that."""

import torch


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    wanted = torch.Size(normalized_shape)
    if input.shape[-len(wanted):] != wanted:
        raise RuntimeError("wrong shape")
    dims = [-i for i in range(1, len(wanted) + 1)]
    n = wanted.numel()
    std = torch.std(input, dims, keepdim=True)
    y = (input - torch.sum(input, dims, keepdim=True) / n) / (std**2 * (n - 1) / n + eps) ** 0.5
    if weight is not None:
        y *= weight
    if bias is not None:
        y += bias
    return y
