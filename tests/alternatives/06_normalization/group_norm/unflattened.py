"""Splits the channel dimension in two and reduces all dimensions behind the groups."""

import torch


def group_norm(input, num_groups, weight=None, bias=None, eps=1e-5):
    groups = input.unflatten(1, (num_groups, input.size(1) // num_groups))
    dims = list(range(2, groups.dim()))
    var, mean = torch.var_mean(groups, dims, correction=0, keepdim=True)
    y = torch.flatten((groups - mean) * torch.rsqrt(var + eps), 1, 2)
    y = y.movedim(1, -1)
    if weight is not None:
        y = y * weight
    if bias is not None:
        y = y + bias
    return y.movedim(-1, 1)
