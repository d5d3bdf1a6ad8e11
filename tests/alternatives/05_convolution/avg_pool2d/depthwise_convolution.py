"""Averaging is a convolution with equal weights, each channel on its own."""

import torch
import torch.nn.functional as F


def avg_pool2d(x, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    if stride is None:
        stride = kernel_size
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    channels = x.shape[1]
    kernel = torch.ones(channels, 1, *kernel_size, dtype=x.dtype, device=x.device)
    total = F.conv2d(x, kernel, stride=stride, padding=padding, groups=channels)
    if count_include_pad:
        return total / (kernel_size[0] * kernel_size[1])
    pixels = F.conv2d(torch.ones_like(x), kernel, stride=stride, padding=padding, groups=channels)
    return total / pixels
