"""Lets the window walk over the padded image, and counts."""

from __future__ import annotations


def pool_output_size(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    if stride is None:
        stride = kernel_size
    if 2 * padding > kernel_size:
        raise ValueError("pad should be at most half of the kernel size")
    count, start = 0, -padding
    while start + kernel_size <= size + padding:
        count += 1
        start += stride
    # one more in ceil mode, if the last full window left something over and the next one begins early enough
    left_over = start - stride + kernel_size < size + padding if count else True
    if ceil_mode and left_over and start < size:
        count += 1
    if not count:
        raise ValueError("nothing comes out")
    return count
