"""Two loops, over the samples and over the groups; each group is a slice of channels."""

import torch


def group_norm(input, num_groups, weight=None, bias=None, eps=1e-5):
    c = input.shape[1]
    if c % num_groups != 0:
        raise RuntimeError(f"Expected number of channels ({c}) to be divisible by num_groups ({num_groups})")
    size = c // num_groups
    y = torch.empty_like(input)
    for n in range(input.shape[0]):
        for g in range(num_groups):
            part = input[n, g * size : (g + 1) * size]
            var = ((part - part.mean()) ** 2).mean()
            y[n, g * size : (g + 1) * size] = (part - part.mean()) / (var + eps) ** 0.5
    for channel in range(c):
        if weight is not None:
            y[:, channel] *= weight[channel]
        if bias is not None:
            y[:, channel] += bias[channel]
    return y
