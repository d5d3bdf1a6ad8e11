"""Keeps one leaf, calls backward, changes the leaf in place and clears its gradient."""

import torch


def gradient_descent(loss, start, lr, steps):
    point = start.clone().detach().requires_grad_(True)
    path = [point.detach().clone()]
    for _ in range(steps):
        loss(point).backward()
        with torch.no_grad():
            point -= lr * point.grad
            point.grad.zero_()
        path.append(point.detach().clone())
    return torch.stack(path)
