"""Takes the larger of x and zero, which passes half of the gradient on at the kink."""

import torch


def relu(x):
    return torch.maximum(x, torch.zeros((), dtype=x.dtype, device=x.device))
