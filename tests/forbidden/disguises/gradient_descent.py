# ruff: noqa
"""Disguises of torch.optim in gradient_descent, one a cell."""

# %% plain: torch.optim.SGD as anyone would write it
import torch


def gradient_descent(loss, start, lr, steps):
    point = torch.nn.Parameter(start.detach().clone())
    optimizer, path = torch.optim.SGD([point], lr=lr), [start.detach().clone()]
    for _ in range(steps):
        optimizer.zero_grad()
        loss(point).backward()
        optimizer.step()
        path.append(point.detach().clone())
    return torch.stack(path)


# %% functional: the function below the class, under a computed name
import torch


def gradient_descent(loss, start, lr, steps):
    kind = getattr(getattr(torch, "op" + "tim"), "SG" + "D")
    step = kind.__init__.__globals__["sg" + "d"]
    options = dict(weight_decay=0.0, momentum=0.0, lr=lr, dampening=0.0, nesterov=False, maximize=False)
    point, path = start.detach().clone().requires_grad_(), [start.detach().clone()]
    for _ in range(steps):
        (slope,) = torch.autograd.grad(loss(point), point)
        with torch.no_grad():
            step([point], [slope], [None], has_sparse_grad=False, foreach=False, **options)
        path.append(point.detach().clone())
    return torch.stack(path)


# %% many_tensors: the variant for many tensors at once, out of what the class can see
import torch

KIND = vars(vars(torch)["op" + "tim"])["SG" + "D"]


def gradient_descent(loss, start, lr, steps):
    step = next(value for name, value in KIND.__init__.__globals__.items() if name == "_multi_tensor_sgd")
    options = dict(weight_decay=0.0, momentum=0.0, lr=lr, dampening=0.0, nesterov=False, maximize=False)
    point, path = start.detach().clone().requires_grad_(), [start.detach().clone()]
    for _ in range(steps):
        (slope,) = torch.autograd.grad(loss(point), point)
        with torch.no_grad():
            step([point], [slope], [None], grad_scale=None, found_inf=None, has_sparse_grad=False, **options)
        path.append(point.detach().clone())
    return torch.stack(path)


# %% another_optimizer: ASGD, which walks like SGD while it only begins to average
import torch


def gradient_descent(loss, start, lr, steps):
    point = torch.nn.Parameter(start.detach().clone())
    kind = getattr(getattr(torch, "op" + "tim"), "AS" + "GD")
    walker, path = kind([point], lr=lr, lambd=0.0), [start.detach().clone()]
    for _ in range(steps):
        walker.zero_grad()
        loss(point).backward()
        walker.step()
        path.append(point.detach().clone())
    return torch.stack(path)
