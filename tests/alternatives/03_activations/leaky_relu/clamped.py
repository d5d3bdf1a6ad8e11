"""The part above 0 and the part below 0, each by clamp, added up."""

import torch


def leaky_relu(input: torch.Tensor, negative_slope: float = 0.01) -> torch.Tensor:
    return input.clamp(min=0) + input.clamp(max=0).mul(negative_slope)
