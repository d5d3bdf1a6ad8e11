"""A sigmoid twice as steep, stretched to the range from -1 to 1."""

import torch


def tanh(input):
    return 2 * torch.sigmoid(2 * input) - 1
