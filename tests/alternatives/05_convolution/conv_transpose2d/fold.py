"""One column per pixel, laid out and added up by fold, which does the cutting too."""

import torch
import torch.nn.functional as F


def conv_transpose2d(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    pair = lambda v: (v, v) if isinstance(v, int) else tuple(v)
    stride, padding, extra = pair(stride), pair(padding), pair(output_padding)
    if extra[0] >= stride[0] or extra[1] >= stride[1]:
        raise RuntimeError("output padding must be smaller than the stride")
    c, o, kh, kw = weight.shape
    columns = weight.reshape(c, -1).t() @ x.flatten(2)
    size = [(x.shape[2] - 1) * stride[0] - 2 * padding[0] + kh, (x.shape[3] - 1) * stride[1] - 2 * padding[1] + kw]
    # fold counts the places itself, and rounds down: that much more room adds no place
    y = F.fold(columns, (size[0] + extra[0], size[1] + extra[1]), (kh, kw), padding=padding, stride=stride)
    return y if bias is None else y + bias.reshape(1, o, 1, 1)
