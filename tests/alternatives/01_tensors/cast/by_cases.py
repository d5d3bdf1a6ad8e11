"""Says for every kind of dtype what a cast means."""

import torch


def cast(x, dtype):
    if dtype == torch.bool:
        return x != 0
    if x.is_floating_point() and not dtype.is_floating_point:
        return x.trunc().to(dtype)
    if dtype == torch.uint8 and x.dtype != torch.bool:
        return (x % 256).to(dtype, copy=True)
    return x.clone().to(dtype)
