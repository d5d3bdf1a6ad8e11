"""im2col on one channel at a time, then the maximum of every column."""

import math

import torch
import torch.nn.functional as F


def max_pool2d(input, kernel_size, stride=None, padding=0):
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    if stride is None:
        stride = kernel_size
    if isinstance(padding, int):
        padding = (padding, padding)
    if any(p > k / 2 for p, k in zip(padding, kernel_size)):
        raise ValueError("too much padding")
    n, c = input.shape[:2]
    input = F.pad(input, (padding[1], padding[1], padding[0], padding[0]), value=-math.inf)
    step = stride if isinstance(stride, int) else stride[0]
    rows = (input.shape[2] - kernel_size[0]) // step + 1
    columns = F.unfold(input.reshape(n * c, 1, *input.shape[2:]), kernel_size, stride=stride)
    return torch.max(columns, dim=1).values.reshape(n, c, rows, -1)
