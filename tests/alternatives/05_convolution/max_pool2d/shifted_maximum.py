"""Compares shifted copies of the image, one for each place of the window."""

import torch


def pair(v):
    return (v, v) if isinstance(v, int) else v


def max_pool2d(x, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride) if stride is not None else (kh, kw)
    ph, pw = pair(padding)
    if ph > kh // 2 or pw > kw // 2:
        raise RuntimeError("pad should be at most half of kernel size")
    n, c, h, w = x.shape
    big = x.new_full((n, c, h + 2 * ph, w + 2 * pw), float("-inf"))
    big[:, :, ph : ph + h, pw : pw + w] = x
    rows, cols = (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1
    best = None
    for a in range(kh):
        for b in range(kw):
            seen = big[:, :, a : a + sh * rows : sh, b : b + sw * cols : sw][:, :, :rows, :cols]
            best = seen.clone() if best is None else torch.maximum(best, seen)
    return best
