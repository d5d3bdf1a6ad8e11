"""The positive part, less the slope times what relu keeps of the mirrored input."""

import torch


def leaky_relu(input, negative_slope=0.01):
    return torch.relu(input) - negative_slope * torch.relu(-input)
