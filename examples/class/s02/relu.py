# I wanted to know how backward works, so this one has its own.
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
