"""Computes which pixel belongs into which column, picks them all by one index, and multiplies once."""

import torch


def conv2d_unfold(x, weight, bias=None, stride=1, padding=0, dilation=1):
    (sh, sw), (ph, pw), (dh, dw) = ((v, v) if isinstance(v, int) else v for v in (stride, padding, dilation))
    n, c, h, w = x.shape
    o, _, kh, kw = weight.shape
    padded = x.new_zeros((n, c, h + 2 * ph, w + 2 * pw))
    padded[:, :, ph : h + ph, pw : w + pw] = x
    rows = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    columns = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    i = sh * torch.arange(rows, device=x.device)[:, None] + dh * torch.arange(kh, device=x.device)
    j = sw * torch.arange(columns, device=x.device)[:, None] + dw * torch.arange(kw, device=x.device)
    patches = padded[:, :, i[:, None, :, None], j[None, :, None, :]]  # n, c, rows, columns, kh, kw
    matrix = patches.permute(0, 2, 3, 1, 4, 5).reshape(n * rows * columns, c * kh * kw)
    y = torch.mm(matrix, weight.reshape(o, -1).t())
    if bias is not None:
        y = y + bias
    return y.reshape(n, rows, columns, o).permute(0, 3, 1, 2)
