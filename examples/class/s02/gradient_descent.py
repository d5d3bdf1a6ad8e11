import torch


def gradient_descent(loss, start, lr, steps):
    slope = torch.func.grad(loss)
    path = start.detach().unsqueeze(0)
    for _ in range(steps):
        path = torch.cat([path, (path[-1] - lr * slope(path[-1])).unsqueeze(0)])
    return path.clone()
