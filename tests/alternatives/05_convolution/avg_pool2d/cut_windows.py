"""Loops over the windows, each cut where the image ends; the padding is never built."""

import torch


def avg_pool2d(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    sh, sw = (kh, kw) if stride is None else (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    n, c, h, w = input.shape
    y = input.new_empty(n, c, (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1)
    for i in range(y.shape[2]):
        for j in range(y.shape[3]):
            top, left = i * sh - ph, j * sw - pw
            window = input[:, :, max(0, top) : top + kh, max(0, left) : left + kw]
            count = kh * kw if count_include_pad else window.shape[2] * window.shape[3]
            y[:, :, i, j] = window.sum(dim=(2, 3)) / count
    return y
