"""Makes one number and has it repeated into memory of its own."""

import torch


def filled(shape, value, dtype):
    one = torch.tensor(value).to(dtype)
    return torch.empty(shape, dtype=dtype).copy_(one.expand(shape))
