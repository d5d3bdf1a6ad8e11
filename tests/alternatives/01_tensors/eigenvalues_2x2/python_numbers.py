"""Computes with Python's own numbers and makes a tensor at the end."""

import cmath
import math

import torch


def eigenvalues_2x2(a):
    (p, q), (r, s) = a.tolist()
    discriminant = (p + s) ** 2 - 4 * (p * s - q * r)
    if discriminant < 0:
        root = cmath.sqrt(discriminant)
        dtype = torch.complex128 if a.dtype == torch.float64 else torch.complex64
        return torch.tensor([(p + s - root) / 2, (p + s + root) / 2], dtype=dtype, device=a.device)
    root = math.sqrt(discriminant)
    return torch.tensor([(p + s - root) / 2, (p + s + root) / 2], dtype=a.dtype, device=a.device)
