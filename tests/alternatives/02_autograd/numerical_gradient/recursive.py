"""Goes down one dimension after the other until single numbers are left."""

import itertools

import torch


def numerical_gradient(f, x, eps=1e-3):
    out = torch.empty_like(x)
    for index in itertools.product(*map(range, x.shape)):
        higher, lower = x.clone(), x.clone()
        higher[index] += eps
        lower[index] -= eps
        out[index] = (f(higher) - f(lower)) / eps / 2
    return out
