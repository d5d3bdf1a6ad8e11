"""Allocates the whole path first, and writes each point into its row."""

import torch


def gradient_descent(loss, start, lr, steps):
    path = torch.empty((steps + 1, *start.shape), dtype=start.dtype, device=start.device)
    path[0] = start.detach()
    for k in range(steps):
        p = path[k].clone()
        p.requires_grad = True
        value = loss(p)
        value.backward()
        path[k + 1] = torch.sub(path[k], p.grad, alpha=lr)
    return path
