"""Turns every input into a table with one row a value and one column a channel, and back."""

import torch


def batch_norm(x, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5):
    moved = x.movedim(1, -1)
    table = moved.reshape(-1, x.shape[1])
    n = len(table)
    if training:
        if n < 2:
            raise ValueError(f"need more than one value a channel, got {n}")
        mean = table.sum(0) / n
        var = ((table - mean) ** 2).sum(0) / n
        if running_mean is not None:
            running_mean.copy_((1 - momentum) * running_mean + momentum * mean.detach())
            running_var.copy_((1 - momentum) * running_var + momentum * table.detach().var(0))
    else:
        mean, var = running_mean, running_var
    table = (table - mean) * (var + eps) ** -0.5
    if weight is not None:
        table = table * weight
    if bias is not None:
        table = table + bias
    return table.reshape(moved.shape).movedim(-1, 1)
