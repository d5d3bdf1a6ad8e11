"""Loops over every number of the output; a strided slice picks the pixels under the spread kernel."""
from __future__ import annotations

import torch


def conv2d_general(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    if isinstance(stride, int):
        stride = stride, stride
    if isinstance(padding, int):
        padding = padding, padding
    if isinstance(dilation, int):
        dilation = dilation, dilation
    n, _, h, w = x.shape
    out_channels, c, kh, kw = weight.shape
    big = torch.zeros(n, x.shape[1], h + 2 * padding[0], w + 2 * padding[1], dtype=x.dtype, device=x.device)
    big[:, :, padding[0] : padding[0] + h, padding[1] : padding[1] + w] = x
    span_h, span_w = dilation[0] * (kh - 1) + 1, dilation[1] * (kw - 1) + 1
    columns = []
    for o in range(out_channels):
        group = o * groups // out_channels
        rows = []
        for i in range(0, big.shape[2] - span_h + 1, stride[0]):
            for j in range(0, big.shape[3] - span_w + 1, stride[1]):
                patch = big[:, group * c : (group + 1) * c, i : i + span_h : dilation[0], j : j + span_w : dilation[1]]
                value = (patch * weight[o]).sum(dim=(1, 2, 3))
                rows.append(value if bias is None else value + bias[o])
        columns.append(torch.stack(rows, dim=1))
    width = len(range(0, big.shape[3] - span_w + 1, stride[1]))
    return torch.stack(columns, dim=1).reshape(n, out_channels, -1, width)
