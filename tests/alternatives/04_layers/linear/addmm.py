"""Flattens x to a matrix and lets addmm add the bias."""

import torch


def linear(x, weight, bias=None):
    rows = x.reshape(-1, weight.shape[1])
    y = rows.mm(weight.t()) if bias is None else torch.addmm(bias, rows, weight.t())
    return y.reshape(*x.shape[:-1], weight.shape[0])
