import torch


@torch.no_grad()
def mse_chain(x, target, w, b):
    dw, db = torch.zeros_like(w), torch.zeros_like(b)
    for xi, ti in zip(x.flatten(), target.flatten()):
        error = w * xi + b - ti
        dw += 2 * error * xi
        db += 2 * error
    return dw / x.numel(), db / x.numel()
