"""Views of sliding windows by Tensor.unfold, and an einsum, which makes one matrix product of it."""

import torch


def pair(v):
    return v if isinstance(v, tuple) else (v, v)


def conv2d_unfold(x, weight, bias=None, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    kh, kw = weight.shape[2], weight.shape[3]
    x = torch.nn.functional.pad(x, (pw, pw, ph, ph))
    windows = x.unfold(2, (kh - 1) * dh + 1, sh).unfold(3, (kw - 1) * dw + 1, sw)
    windows = windows[:, :, :, :, ::dh, ::dw]
    y = torch.einsum("ocab,ncijab->noij", weight, windows)
    if bias is not None:
        y += bias.view(1, -1, 1, 1)
    return y
