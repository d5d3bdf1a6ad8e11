# ruff: noqa
"""Honest ways to conv2d, one a cell."""

# %% unfold: the image as columns, and one product
import torch.nn.functional as F


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def conv2d(x, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    out, _, kh, kw = weight.shape
    columns = F.unfold(x, (kh, kw), padding=(ph, pw), stride=(sh, sw))
    y = weight.reshape(out, -1) @ columns
    h, w = (x.shape[2] + 2 * ph - kh) // sh + 1, (x.shape[3] + 2 * pw - kw) // sw + 1
    y = y.reshape(x.shape[0], out, h, w)
    return y if bias is None else y + bias.reshape(1, -1, 1, 1)


# %% tensor_unfold: windows with Tensor.unfold, contracted by tensordot
import torch


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    ph, pw = padding if isinstance(padding, tuple) else (padding, padding)
    x = torch.nn.functional.pad(x, (pw, pw, ph, ph))
    windows = x.unfold(2, weight.size(2), sh).unfold(3, weight.size(3), sw)
    y = torch.tensordot(windows, weight, ([1, 4, 5], [1, 2, 3])).permute(0, 3, 1, 2)
    return y if bias is None else y + bias[:, None, None]


# %% as_strided: windows by strides
import torch
import torch.nn.functional as F


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    ph, pw = padding if isinstance(padding, tuple) else (padding, padding)
    x = F.pad(x, (pw, pw, ph, ph)).contiguous()
    n, c, h, w = x.shape
    kh, kw = weight.shape[2:]
    a, b, d, e = x.stride()
    size = (n, c, (h - kh) // sh + 1, (w - kw) // sw + 1, kh, kw)
    windows = torch.as_strided(x, size, (a, b, d * sh, e * sw, d, e))
    y = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return y if bias is None else y + bias.view(1, -1, 1, 1)


# %% index_select: picks rows and columns for every place of the kernel
import torch


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    ph, pw = padding if isinstance(padding, tuple) else (padding, padding)
    x = torch.nn.functional.pad(x, (pw, pw, ph, ph))
    kh, kw = weight.shape[2:]
    rows = torch.arange(0, x.shape[2] - kh + 1, sh, device=x.device)
    columns = torch.arange(0, x.shape[3] - kw + 1, sw, device=x.device)
    y = 0
    for i in range(kh):
        for j in range(kw):
            part = x.index_select(2, rows + i).index_select(3, columns + j)
            y = y + (part[:, None] * weight[None, :, :, i, j, None, None]).sum(2)
    return y if bias is None else y + bias[:, None, None]


# %% slices_baddbmm: adds up one product for each place of the kernel
import torch


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    x = torch.nn.functional.pad(x, (pw, pw, ph, ph))
    out, _, kh, kw = weight.shape
    h, w = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
    y = x.new_zeros(x.shape[0], out, h * w)
    for i in range(kh):
        for j in range(kw):
            part = x[:, :, i : i + sh * (h - 1) + 1 : sh, j : j + sw * (w - 1) + 1 : sw]
            y = torch.baddbmm(y, weight[:, :, i, j].expand(x.shape[0], -1, -1), part.flatten(2))
    y = y.reshape(x.shape[0], out, h, w)
    return y if bias is None else y + bias.reshape(-1, 1, 1)


# %% two_loops: output pixel by output pixel
import torch


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    ph, pw = padding if isinstance(padding, tuple) else (padding, padding)
    padded = x.new_zeros(x.shape[0], x.shape[1], x.shape[2] + 2 * ph, x.shape[3] + 2 * pw)
    padded[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]] = x
    kh, kw = weight.shape[2:]
    rows = []
    for i in range(0, padded.shape[2] - kh + 1, sh):
        line = []
        for j in range(0, padded.shape[3] - kw + 1, sw):
            window = padded[:, :, i : i + kh, j : j + kw].reshape(x.shape[0], -1)
            line.append(window @ weight.reshape(weight.shape[0], -1).T)
        rows.append(torch.stack(line, -1))
    y = torch.stack(rows, -2)
    return y if bias is None else y + bias[:, None, None]


# %% indices: indices of every window at once
import torch


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    ph, pw = padding if isinstance(padding, tuple) else (padding, padding)
    x = torch.nn.functional.pad(x, [pw, pw, ph, ph])
    kh, kw = weight.shape[2:]
    i = torch.arange(0, x.shape[2] - kh + 1, sh)[:, None] + torch.arange(kh)
    j = torch.arange(0, x.shape[3] - kw + 1, sw)[:, None] + torch.arange(kw)
    windows = x[:, :, i[:, None, :, None], j[None, :, None, :]]
    y = (windows.unsqueeze(1) * weight[:, :, None, None]).sum((2, 5, 6))
    return y if bias is None else y + bias[:, None, None]


# %% objects: a class named Conv2d and a variable named convolution
import torch


class Conv2d:
    def __init__(self, weight, stride, padding):
        self.weight, self.stride, self.padding = weight, stride, padding

    def windows(self, x):
        sh, sw = self.stride
        ph, pw = self.padding
        x = torch.nn.functional.pad(x, (pw, pw, ph, ph))
        return x.unfold(2, self.weight.shape[2], sh).unfold(3, self.weight.shape[3], sw)

    def __call__(self, x):
        convolution = self.windows(x).permute(0, 2, 3, 1, 4, 5).flatten(3)
        return (convolution @ self.weight.flatten(1).T).permute(0, 3, 1, 2)


def conv2d(x, weight, bias=None, stride=1, padding=0):
    both = [(v, v) if isinstance(v, int) else v for v in (stride, padding)]
    y = Conv2d(weight, *both)(x)
    return y if bias is None else y + bias[:, None, None]
