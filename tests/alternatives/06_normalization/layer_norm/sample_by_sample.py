"""Makes a list of flat samples, treats each on its own, and puts them together again."""

import math

import torch


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    size = math.prod(normalized_shape)
    front = input.shape[: input.ndim - len(normalized_shape)]
    if list(input.shape) != [*front, *normalized_shape]:
        raise RuntimeError("normalized_shape does not match the end of the input's shape")
    done = []
    for sample in input.reshape(-1, size):
        mean = sum(sample) / size
        var = sum((value - mean) ** 2 for value in sample) / size
        done.append((sample - mean) * torch.rsqrt(var + eps))
    y = torch.stack(done).reshape(input.shape)
    if weight is not None:
        y = torch.mul(y, weight)
    if bias is not None:
        y = torch.add(y, bias)
    return y
