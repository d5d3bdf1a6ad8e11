"""Writes the gradient by hand: y * (g - sum(g * y))."""

import torch


class Softmax(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, dim):
        powers = torch.exp(x - torch.amax(x, dim, True))
        y = torch.div(powers, torch.sum(powers, dim, True))
        ctx.save_for_backward(y)
        ctx.dim = dim
        return y

    @staticmethod
    def backward(ctx, upstream):
        (y,) = ctx.saved_tensors
        return y * (upstream - (upstream * y).sum(ctx.dim, keepdim=True)), None


def softmax(x, dim):
    return Softmax.apply(x, dim)
