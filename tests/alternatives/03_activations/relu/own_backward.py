"""Writes the gradient by hand, in a torch.autograd.Function."""

import torch


class Rectify(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.masked_fill(x < 0, 0)

    @staticmethod
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        return upstream.masked_fill(x <= 0, 0)


def relu(x):
    return Rectify.apply(x)
