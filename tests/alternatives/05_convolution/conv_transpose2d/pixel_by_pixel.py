"""Every pixel paints its copy, one after the other."""

import torch


def conv_transpose2d(input, weight, bias=None, stride=1, padding=0, output_padding=0):
    if isinstance(stride, int):
        stride = (stride, stride)
    if isinstance(padding, int):
        padding = (padding, padding)
    if isinstance(output_padding, int):
        output_padding = (output_padding, output_padding)
    for extra, step in zip(output_padding, stride):
        if extra >= step:
            raise ValueError("too much output padding")
    batch, _, rows, columns = input.shape
    _, out_channels, kh, kw = weight.shape
    height = (rows - 1) * stride[0] + kh + output_padding[0]
    width = (columns - 1) * stride[1] + kw + output_padding[1]
    big = torch.zeros((batch, out_channels, height, width), dtype=input.dtype, device=input.device)
    for i in range(rows):
        for j in range(columns):
            copy = torch.tensordot(input[:, :, i, j], weight, dims=1)
            top, left = i * stride[0], j * stride[1]
            big[:, :, top : top + kh, left : left + kw] = big[:, :, top : top + kh, left : left + kw] + copy
    if bias is not None:
        big = big + bias.view(1, -1, 1, 1)
    return big[:, :, padding[0] : height - padding[0], padding[1] : width - padding[1]]
