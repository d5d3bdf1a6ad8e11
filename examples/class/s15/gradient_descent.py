import torch


def gradient_descent(loss, start, lr, steps):
    point = start.detach().clone()
    path = [point]
    step = 0
    while step < steps:
        p = point.clone().requires_grad_()
        loss(p).backward()
        point = p.detach() - lr * p.grad
    path.append(point)
    return torch.stack(path)
