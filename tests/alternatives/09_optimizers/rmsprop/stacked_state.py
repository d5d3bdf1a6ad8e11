"""Keeps square, mean and speed of a parameter as three rows of one tensor, and always averages both."""

import torch


class RMSprop:
    def __init__(self, params, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0, momentum=0, centered=False):
        self.lr, self.alpha, self.eps, self.decay, self.mu = lr, alpha, eps, weight_decay, momentum
        self.remove_mean = 1.0 if centered else 0.0
        self.pairs = [(p, torch.zeros(3, *p.shape, dtype=p.dtype, device=p.device)) for p in params]

    def step(self):
        for p, rows in self.pairs:
            if p.grad is None:
                continue
            g = p.grad.data + self.decay * p.data
            rows[:2] = self.alpha * rows[:2] + (1 - self.alpha) * torch.stack([g**2, g])
            variance = rows[0] - self.remove_mean * rows[1] ** 2
            rows[2] = self.mu * rows[2] + g / (variance**0.5 + self.eps)
            p.data = p.data - self.lr * rows[2]

    def zero_grad(self):
        for p, _ in self.pairs:
            p.grad = None
