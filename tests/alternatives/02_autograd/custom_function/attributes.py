"""Keeps everything as attributes of ctx, and lets autograd do the inner part again."""

import torch


class LogCosh(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale):
        ctx.x, ctx.scale = x, scale
        far = x.abs() / scale > 15
        near = torch.where(far, torch.zeros_like(x), x / scale)
        return torch.where(far, x.abs() - scale * 0.6931471805599453, scale * torch.log(torch.cosh(near)))

    @staticmethod
    def backward(ctx, grad_out):
        return 2 * grad_out * (torch.sigmoid(2 * ctx.x / ctx.scale) - 0.5), None
