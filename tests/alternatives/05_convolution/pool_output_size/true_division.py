"""The formula of torch's documentation, with math.floor and math.ceil."""

from __future__ import annotations

import math


def pool_output_size(size, kernel_size, stride=None, padding=0, ceil_mode=False):
    stride = stride or kernel_size
    if padding > kernel_size / 2:
        raise ValueError(f"padding {padding} is too large for a window of {kernel_size}")
    rounding = math.ceil if ceil_mode else math.floor
    out = rounding((size + 2 * padding - kernel_size) / stride + 1)
    if ceil_mode and (out - 1) * stride >= size + padding:
        out = out - 1
    if out <= 0:
        raise ValueError(f"a window of {kernel_size} does not fit")
    return out
