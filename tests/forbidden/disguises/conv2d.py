# ruff: noqa
"""Disguises of torch.nn.functional.conv2d, one a cell."""

# %% module: torch.nn.Conv2d with its parameters given by functional_call
import torch


def conv2d(x, weight, bias=None, stride=1, padding=0):
    out, channels, *size = weight.shape
    layer = torch.nn.Conv2d(channels, out, size, stride, padding, bias=bias is not None)
    values = {"weight": weight} if bias is None else {"weight": weight, "bias": bias}
    return torch.func.functional_call(layer, values, (x,))


# %% conv3d: a convolution of one more dimension
import torch


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    ph, pw = padding if isinstance(padding, tuple) else (padding, padding)
    inner = getattr(torch, "con" + "v3d")
    return inner(x.unsqueeze(2), weight.unsqueeze(2), bias, (1, sh, sw), (0, ph, pw)).squeeze(2)


# %% inner_operator: the operator below all convolutions
import torch


def conv2d(x, weight, bias=None, stride=1, padding=0):
    stride = list(stride) if isinstance(stride, tuple) else [stride] * 2
    padding = list(padding) if isinstance(padding, tuple) else [padding] * 2
    inner = getattr(torch, "convo" + "lution")
    return inner(x, weight, bias, stride, padding, [1, 1], False, [0, 0], 1)


# %% gradient_of_transposed: the gradient of a transposed convolution is a convolution
import torch


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    ph, pw = padding if isinstance(padding, tuple) else (padding, padding)
    kh, kw = weight.shape[2:]
    h, w = (x.shape[2] + 2 * ph - kh) // sh + 1, (x.shape[3] + 2 * pw - kw) // sw + 1
    rest = ((x.shape[2] + 2 * ph - kh) % sh, (x.shape[3] + 2 * pw - kw) % sw)
    start = torch.zeros(x.shape[0], weight.shape[0], h, w, dtype=x.dtype, device=x.device, requires_grad=True)
    inner = getattr(torch.nn.functional, "conv_trans" + "pose2d")
    y = inner(start, weight, None, (sh, sw), (ph, pw), rest)
    (found,) = torch.autograd.grad(y, start, x, create_graph=True)
    return found if bias is None else found + bias[:, None, None]


# %% mkldnn: the same operation of another library
import torch


def conv2d(x, weight, bias=None, stride=1, padding=0):
    stride = list(stride) if isinstance(stride, tuple) else [stride] * 2
    padding = list(padding) if isinstance(padding, tuple) else [padding] * 2
    inner = getattr(torch.ops.mkldnn, "_convo" + "lution_pointwise")
    return inner(x, weight, bias, padding, stride, [1, 1], 1, "none", [], "")
