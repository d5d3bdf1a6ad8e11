"""Convolution is a matrix product of columns, so its backward is that of linear; fold is unfold's own backward."""

import torch.nn.functional as F


def conv2d_backward(x, weight, grad_out, stride=1, padding=0):
    kernel = tuple(weight.shape[2:])
    columns = F.unfold(x, kernel, padding=padding, stride=stride)
    g = grad_out.flatten(2)
    grad_weight = (g @ columns.transpose(1, 2)).sum(dim=0).reshape(weight.shape)
    grad_columns = weight.flatten(1).t() @ g
    grad_x = F.fold(grad_columns, tuple(x.shape[2:]), kernel, padding=padding, stride=stride)
    return grad_x, grad_weight, grad_out.sum(dim=[0, 2, 3])
