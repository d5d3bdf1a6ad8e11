import torch


def gradient_descent(loss, start, lr, steps):
    x = start.detach().clone()
    path = [x]
    for _ in range(steps):
        x = x.clone().requires_grad_(True)
        grad = torch.autograd.grad(loss(x), x)[0]
        x = (x - lr * grad).detach()
        path.append(x)
    return torch.stack(path, dim=0)
