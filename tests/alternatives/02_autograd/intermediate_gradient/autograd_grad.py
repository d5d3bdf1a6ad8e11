import torch


def intermediate_gradient(f, g, x):
    start = torch.empty_like(x).copy_(x.detach()).requires_grad_()
    hidden = f(start)
    y = g(hidden)
    dh = torch.autograd.grad(y, hidden, retain_graph=True)[0]
    dx = torch.autograd.grad(y, start)[0]
    return dh, dx
