"""Loops over the channels and treats each as one long row of numbers."""

import torch


def batch_norm(x, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5):
    channels = []
    for c in range(x.shape[1]):
        values = x[:, c]
        if training:
            n = values.numel()
            if n <= 1:
                raise ValueError("a variance needs two values")
            mean = values.mean()
            squares = ((values - mean) ** 2).sum()
            var = squares / n
            if running_mean is not None and running_var is not None:
                running_mean.data[c] = (1 - momentum) * running_mean[c] + momentum * mean
                running_var.data[c] = (1 - momentum) * running_var[c] + momentum * squares / (n - 1)
        else:
            mean, var = running_mean[c], running_var[c]
        y = (values - mean) / (var + eps).sqrt()
        if weight is not None:
            y = weight[c] * y
        if bias is not None:
            y = y + bias[c]
        channels.append(y)
    return torch.stack(channels, dim=1)
