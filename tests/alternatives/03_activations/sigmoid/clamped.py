"""The formula as it stands, for numbers that are not too far from 0; beyond, nothing changes that one could see."""

import torch


def sigmoid(input):
    x = torch.clamp(input, -80.0, 80.0)
    return torch.reciprocal(1 + torch.exp(-x))
