import torch
import torch.nn.functional as F


def as_pair(v):
    return v if isinstance(v, tuple) else (v, v)


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
    x = F.pad(x, (pw, pw, ph, ph))
    # signals and systems, chapter 2: a convolution mirrors the kernel
    weight = torch.flip(weight, dims=(2, 3))
    patches = x.unfold(2, weight.shape[2], sh).unfold(3, weight.shape[3], sw)
    y = torch.einsum("nchwab,ocab->nohw", patches, weight)
    if bias is not None:
        y = y + bias[None, :, None, None]
    return y
