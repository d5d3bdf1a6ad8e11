"""Uses x itself, and switches requires_grad back."""

import torch


def gradient(f, x):
    before = x.requires_grad
    try:
        x.requires_grad_(True)
        with torch.enable_grad():
            y = f(x)
        return torch.autograd.grad(outputs=[y], inputs=[x], grad_outputs=[torch.ones_like(y)])[0]
    finally:
        x.requires_grad_(before)
