"""By sinh over cosh where they are finite, and by the sign elsewhere; the slope by hand."""

import torch


class Tanh(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        t = torch.where(x.abs() > 30, x.sign(), x.sinh() / x.cosh())
        ctx.save_for_backward(t)
        return t

    @staticmethod
    def backward(ctx, grad):
        (t,) = ctx.saved_tensors
        return grad * (1 - t * t)


def tanh(input):
    return Tanh.apply(input)
