# ruff: noqa
"""Honest ways to gradient_descent, one a cell."""

# %% autograd_grad: asks autograd for the gradient
import torch


def gradient_descent(loss, start, lr, steps):
    path = [start.detach().clone()]
    for _ in range(steps):
        point = path[-1].clone().requires_grad_()
        path.append((point - lr * torch.autograd.grad(loss(point), point)[0]).detach())
    return torch.stack(path)


# %% func_grad: torch.func turns the loss into its slope
import torch


def gradient_descent(loss, start, lr, steps):
    slope, path = torch.func.grad(loss), [start.detach().clone()]
    for _ in range(steps):
        path.append(path[-1] - lr * slope(path[-1]))
    return torch.stack(path)


# %% backward_no_grad: one leaf, changed in place
import torch


def gradient_descent(loss, start, lr, steps):
    p = torch.nn.Parameter(start.detach().clone())
    path = [p.detach().clone()]
    for _ in range(steps):
        p.grad = None
        loss(p).backward()
        with torch.no_grad():
            p.sub_(p.grad, alpha=lr)
        path.append(p.detach().clone())
    return torch.stack(path)


# %% optimizer_of_ones_own: a little optimizer in the same file, in a variable called optim
import torch


class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr

    def step(self):
        for p in self.params:
            p.data -= self.lr * p.grad
            p.grad = None


def gradient_descent(loss, start, lr, steps):
    point = start.detach().clone().requires_grad_()
    optim = SGD([point], lr)
    path = [point.data.clone()]
    for _ in range(steps):
        loss(point).backward()
        optim.step()
        path.append(point.data.clone())
    return torch.stack(path)


# %% jacrev: the slope as a Jacobian
import torch


def gradient_descent(loss, start, lr, steps):
    point, path = start.detach().clone(), []
    for _ in range(steps):
        path.append(point)
        point = torch.sub(point, torch.func.jacrev(loss)(point), alpha=lr)
    return torch.stack([*path, point])


# %% compares_below: torch.optim in the main block only, imported at the top
import torch
from torch.autograd import grad


def gradient_descent(loss, start, lr, steps):
    path = torch.zeros((steps + 1, *start.shape), dtype=start.dtype, device=start.device)
    path[0] = start
    for k in range(steps):
        point = path[k].clone().requires_grad_(True)
        path[k + 1] = path[k] - lr * grad(loss(point), point)[0]
    return path


if __name__ == "__main__":
    point = torch.nn.Parameter(torch.ones(2))
    optimizer = torch.optim.SGD([point], lr=0.1)
