"""Multiplies by the normal distribution's own function, and writes the tanh form as a sigmoid."""

import torch
from torch.distributions import Normal


def gelu(input, approximate="none"):
    if approximate == "tanh":
        inner = (2 / torch.pi) ** 0.5 * input * (1 + 0.044715 * input * input)
        return input * torch.sigmoid(2 * inner)
    elif approximate == "none":
        zero = torch.zeros((), dtype=input.dtype, device=input.device)
        return input * Normal(zero, zero + 1, validate_args=False).cdf(input)
    else:
        raise ValueError(f"unknown approximation {approximate}")
