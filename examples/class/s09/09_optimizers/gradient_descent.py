import torch


def gradient_descent(loss, start, lr, steps):
    w = start.detach().clone().requires_grad_(True)
    path = [w.detach().clone()]
    for i in range(steps):
        loss(w).backward()
        with torch.no_grad():
            w -= lr * w.grad
            w.grad.zero_()
        path.append(w.detach().clone())
    return torch.stack(path)
