"""Fills in each side by a mask, and writes the slope by hand."""

import torch


class Sigmoid(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        s = torch.empty_like(x)
        negative = x < 0
        e = torch.exp(x[negative])
        s[negative] = e / (1 + e)
        s[~negative] = 1 / (1 + torch.exp(-x[~negative]))
        ctx.save_for_backward(s)
        return s

    @staticmethod
    def backward(ctx, upstream):
        (s,) = ctx.saved_tensors
        return upstream * s * (1 - s)


def sigmoid(input):
    return Sigmoid.apply(input)
