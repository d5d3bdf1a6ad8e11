"""Backward through every step, with a name for each."""

import torch


def mse_chain(x, target, w, b):
    y = x * w + b
    difference = y - target
    # going back
    grad_loss = torch.ones((), dtype=x.dtype, device=x.device)
    grad_square = (grad_loss / difference.numel()).expand(difference.shape)
    grad_difference = grad_square * 2 * difference
    grad_y = grad_difference
    grad_b = grad_y.sum()
    grad_w = torch.sum(torch.mul(grad_y, x))
    return grad_w, grad_b
