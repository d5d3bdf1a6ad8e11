"""backward, but only for the copy: `inputs` says whose .grad is filled."""

import torch


def gradient(f, x):
    copy = torch.empty_like(x)
    with torch.no_grad():
        copy.copy_(x)
    copy.requires_grad = True
    f(copy).backward(inputs=[copy])
    return copy.grad
