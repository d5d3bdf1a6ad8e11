"""Computes the slope in forward already, and keeps that."""

import torch


class LogCosh(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale):
        ratio = x / scale
        ctx.save_for_backward(torch.tanh(ratio))
        return scale * (torch.logaddexp(ratio, -ratio) - 0.6931471805599453)

    @staticmethod
    def backward(ctx, grad_out):
        if not ctx.needs_input_grad[0]:
            return None, None
        (slope,) = ctx.saved_tensors
        return slope.mul(grad_out), None
