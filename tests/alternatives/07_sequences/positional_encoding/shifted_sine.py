"""One sine for all: a cosine is a sine a quarter turn ahead."""

import math

import torch


def positional_encoding(length, d_model):
    if d_model % 2 != 0:
        raise ValueError("even numbers only")
    columns = torch.arange(d_model)
    speeds = torch.pow(10000.0, -(columns - columns % 2).double() / d_model)
    angles = torch.outer(torch.arange(length).double(), speeds)
    return torch.sin(angles + (columns % 2) * (math.pi / 2)).float()
