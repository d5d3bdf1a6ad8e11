import torch


def gradient_descent(loss, start, lr, steps):
    p = start.clone().detach()
    path = [p.clone()]
    for k in range(steps):
        p.requires_grad_(True)
        (g,) = torch.autograd.grad(loss(p), p)
        p = (p - lr * g).detach()
        path.append(p.clone())
    return torch.stack(path)
