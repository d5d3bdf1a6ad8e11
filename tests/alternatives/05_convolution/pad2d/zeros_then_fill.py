"""Fills an empty tensor, then copies the image in."""
from __future__ import annotations


def pad2d(x, padding, value=0.0):
    if not isinstance(padding, (tuple, list)):
        padding = (padding,) * 4
    shape = list(x.shape)
    shape[-1] += padding[0] + padding[1]
    shape[-2] += padding[2] + padding[3]
    y = x.new_zeros(shape)
    y.fill_(value)
    y.narrow(-2, padding[2], x.shape[-2]).narrow(-1, padding[0], x.shape[-1]).copy_(x)
    return y
