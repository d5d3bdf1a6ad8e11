"""Folds everything into one factor and one summand for each channel; updates the statistics with lerp_."""

import torch


def batch_norm(x, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5):
    shape = [1] * x.dim()
    shape[1] = x.size(1)
    if training:
        dims = tuple(d for d in range(x.dim()) if d != 1)
        if x.numel() == x.size(1):
            raise ValueError("Expected more than 1 value per channel when training")
        var, mean = torch.var_mean(x, dims, correction=0)
        if running_mean is not None:
            running_mean.lerp_(mean.detach(), momentum)
            running_var.lerp_(torch.var(x.detach(), dims), momentum)
    else:
        mean, var = running_mean.clone(), running_var.clone()
    factor = torch.rsqrt(var + eps)
    if weight is not None:
        factor = factor * weight
    y = (x - mean.reshape(shape)) * factor.reshape(shape)
    if bias is not None:
        y += bias.reshape(shape)
    return y
