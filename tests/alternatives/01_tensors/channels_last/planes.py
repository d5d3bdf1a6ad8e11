"""Takes the planes apart and puts them together along another dimension."""

import torch


def to_channels_last(x):
    return torch.stack(x.unbind(-3), dim=-1)


def to_channels_first(x):
    channels = [x[..., c] for c in range(x.shape[-1])]
    return torch.stack(channels, dim=-3)
