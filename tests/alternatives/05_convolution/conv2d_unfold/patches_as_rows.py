"""Patches as rows and a linear layer over them, then back to (batch, channels, height, width)."""

import torch
from torch.nn import functional as F


def conv2d_unfold(x, weight, bias=None, stride=1, padding=0, dilation=1):
    columns = F.unfold(x, weight.shape[-2:], dilation, padding, stride)
    patches = columns.transpose(1, 2)
    y = F.linear(patches, weight.reshape(weight.size(0), -1), bias)
    s, p, d = (v if isinstance(v, int) else v[1] for v in (stride, padding, dilation))
    width = (x.size(3) + 2 * p - d * (weight.size(3) - 1) - 1) // s + 1
    return y.transpose(1, 2).reshape(x.size(0), weight.size(0), -1, width)
