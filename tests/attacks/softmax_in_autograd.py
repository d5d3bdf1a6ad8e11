"""Hide the call in an autograd function of its own.
Stopped by: forbidden API.
"""

from __future__ import annotations

import torch


class Hidden(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, dim):
        y = getattr(torch, "soft" + "max")(x, dim)
        ctx.save_for_backward(y)
        ctx.dim = dim
        return y

    @staticmethod
    def backward(ctx, g):
        (y,) = ctx.saved_tensors
        return y * (g - (g * y).sum(ctx.dim, keepdim=True)), None


def softmax(x, dim):
    return Hidden.apply(x, dim)
