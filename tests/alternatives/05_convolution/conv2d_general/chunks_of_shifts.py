"""One group after the other; in each, one scaled and shifted image for every weight of the kernel."""
from __future__ import annotations

import torch
import torch.nn.functional as F


def _two(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def conv2d_general(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    sh, sw = _two(stride)
    ph, pw = _two(padding)
    dh, dw = _two(dilation)
    x = F.pad(x, [pw, pw, ph, ph])
    kh, kw = weight.shape[-2:]
    rows = (x.shape[2] - dh * (kh - 1) - 1) // sh + 1
    cols = (x.shape[3] - dw * (kw - 1) - 1) // sw + 1
    outputs = []
    for part, kernels in zip(x.chunk(groups, dim=1), weight.chunk(groups, dim=0)):
        total = 0
        for a in range(kh):
            for b in range(kw):
                top, left = a * dh, b * dw
                seen = part[:, :, top : top + sh * (rows - 1) + 1 : sh, left : left + sw * (cols - 1) + 1 : sw]
                total = total + torch.einsum("nchw,oc->nohw", seen, kernels[:, :, a, b])
        outputs.append(total)
    y = torch.cat(outputs, dim=1)
    if bias is not None:
        y = y + bias.view(1, -1, 1, 1)
    return y
