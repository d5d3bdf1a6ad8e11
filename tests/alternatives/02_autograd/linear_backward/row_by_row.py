"""Adds up what every single sample contributes."""

import torch


def linear_backward(x, weight, bias, grad_out):
    with torch.no_grad():
        samples = x.reshape(-1, x.shape[-1])
        gradients = grad_out.reshape(-1, grad_out.shape[-1])
        grad_x = []
        grad_weight = torch.zeros_like(weight)
        grad_bias = None if bias is None else torch.zeros_like(bias)
        for sample, g in zip(samples, gradients):
            grad_x.append((g[:, None] * weight).sum(dim=0))
            grad_weight += torch.outer(g, sample)
            if grad_bias is not None:
                grad_bias += g
        return torch.stack(grad_x).reshape(x.shape), grad_weight, grad_bias
