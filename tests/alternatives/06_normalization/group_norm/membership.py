"""Says by a matrix which channel is in which group, and lets matrix products do the adding up."""

import math

import torch


def group_norm(input, num_groups, weight=None, bias=None, eps=1e-5):
    channels = input.shape[1]
    size, rest = divmod(channels, num_groups)
    if rest:
        raise RuntimeError("uneven groups")
    flat = input.flatten(2) if input.ndim > 2 else input.unsqueeze(2)
    group = torch.arange(channels, device=input.device) // size
    same = (group[:, None] == group).to(input.dtype) / (size * math.prod(input.shape[2:]))
    centred = flat - torch.einsum("cd,ndp->nc", same, flat).unsqueeze(-1)
    var = torch.einsum("cd,ndp->nc", same, centred.square()).unsqueeze(-1)
    y = centred / (var + eps).sqrt()
    if weight is not None:
        y = y * weight.unsqueeze(-1)
    if bias is not None:
        y = y + bias.unsqueeze(-1)
    return y.reshape(input.shape)
