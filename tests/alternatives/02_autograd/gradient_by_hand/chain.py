"""Walks back through the operations, as autograd would, with gradients off."""

import torch


@torch.no_grad()
def gradient_by_hand(x):
    shifted = x + 2
    grad_terms = torch.ones_like(x) / x.nelement()
    grad_squares = grad_terms * 3
    grad_shifted = grad_squares * torch.mul(shifted, 2)
    return grad_shifted
