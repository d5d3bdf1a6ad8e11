"""One partial derivative after the other."""

import torch


def gradient_by_hand(x):
    n = x.numel()
    slopes = torch.empty_like(x)
    for index in torch.cartesian_prod(*[torch.arange(s) for s in x.shape]).reshape(n, -1).tolist() if x.ndim else [()]:
        slopes[tuple(index)] = (6.0 * x[tuple(index)] + 12.0) / n
    return slopes
