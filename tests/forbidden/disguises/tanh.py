# ruff: noqa
"""Disguises of tanh beside torch's own, one a cell."""

# %% math: Python's own, number by number, with the slope by hand
from math import tanh as one_by_one

import torch


class Tanh(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        t = torch.tensor([one_by_one(number) for number in x.flatten().tolist()], dtype=x.dtype, device=x.device)
        ctx.save_for_backward(t.reshape(x.shape))
        return t.reshape(x.shape)

    @staticmethod
    def backward(ctx, upstream):
        (t,) = ctx.saved_tensors
        return upstream * (1 - t**2)


def tanh(input):
    return Tanh.apply(input)
