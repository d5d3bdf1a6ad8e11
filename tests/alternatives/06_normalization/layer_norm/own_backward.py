"""Writes the gradient by hand, with the two parts that come through the mean and the variance."""

import torch


class Normalize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, rows, eps):
        var, mean = torch.var_mean(rows, dim=-1, correction=0, keepdim=True)
        scale = (var + eps).rsqrt()
        y = (rows - mean) * scale
        ctx.save_for_backward(y, scale)
        return y

    @staticmethod
    def backward(ctx, upstream):
        y, scale = ctx.saved_tensors
        through_mean = upstream.mean(-1, keepdim=True)
        through_var = y * (upstream * y).mean(-1, keepdim=True)
        return scale * (upstream - through_mean - through_var), None


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    k = len(normalized_shape)
    if tuple(normalized_shape) != tuple(input.shape)[-k:]:
        raise RuntimeError(f"{tuple(input.shape)} does not end with {tuple(normalized_shape)}")
    y = Normalize.apply(input.flatten(-k), eps).reshape(input.shape)
    weight = torch.ones_like(y[(0,) * (y.ndim - k)]) if weight is None else weight
    return y * weight + (0 if bias is None else bias)
