"""A maximum over a window is a maximum over its columns of the maxima over its rows: one dimension at a time."""

import math

import torch


def max_pool2d(x, kernel_size, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    kernel, step, frame = [(v, v) if isinstance(v, int) else v for v in (kernel_size, stride, padding)]
    if any(2 * p > k for p, k in zip(frame, kernel)):
        raise ValueError("padding is more than half of the window")

    def along(t, dim):
        sides = [0, 0, 0, 0]
        sides[2 - 2 * dim] = sides[3 - 2 * dim] = frame[dim]
        t = torch.nn.functional.pad(t, sides, value=-math.inf)
        return t.unfold(2 + dim, kernel[dim], step[dim]).amax(-1)

    return along(along(x, 1), 0)
