"""Through the length of each sample: RMS**2 = length**2 / n."""

import math

import torch


def rms_norm(input, normalized_shape, weight=None, eps=None):
    k = len(normalized_shape)
    if list(input.shape[input.ndim - k :]) != list(normalized_shape):
        raise RuntimeError("normalized_shape does not fit")
    eps = eps if eps is not None else torch.finfo(input.dtype).eps
    length = torch.linalg.vector_norm(input, dim=tuple(range(input.ndim - k, input.ndim)), keepdim=True)
    out = input * torch.rsqrt(length**2 / math.prod(normalized_shape) + eps)
    if weight is not None:
        out = out * weight
    return out
