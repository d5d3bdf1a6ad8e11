import torch


def gradient_descent(loss, start, lr, steps):
    points = [start.detach().clone()]
    for _ in range(steps):
        p = points[-1].clone().requires_grad_()
        loss(p).backward()
        # the gradient points to where we want to go
        points.append((p + lr * p.grad).detach())
    return torch.stack(points)
