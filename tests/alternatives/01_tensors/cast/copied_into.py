"""Makes an empty tensor of the right dtype and copies the numbers into it."""

import torch


def cast(x, dtype):
    return torch.empty_like(x, dtype=dtype).copy_(x)
