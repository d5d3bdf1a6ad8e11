"""Writes the kernel of each output channel over all input channels, 0 outside its group; then im2col."""
from __future__ import annotations

import torch


def conv2d_general(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    out_channels, per_group, kh, kw = weight.shape
    full = weight.new_zeros(out_channels, x.shape[1], kh, kw)
    for o in range(out_channels):
        first = o // (out_channels // groups) * per_group
        full[o, first : first + per_group] = weight[o]
    columns = torch.nn.functional.unfold(x, (kh, kw), dilation=dilation, padding=padding, stride=stride)
    y = full.reshape(out_channels, -1) @ columns
    if bias is not None:
        y = y + bias[:, None]

    def size(i):
        s, p, d = (v if isinstance(v, int) else v[i] for v in (stride, padding, dilation))
        return (x.shape[2 + i] + 2 * p - d * (weight.shape[2 + i] - 1) - 1) // s + 1

    return y.reshape(len(x), out_channels, size(0), size(1))
