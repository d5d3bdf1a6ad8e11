"""Shrinks with mul_, changes its averages with lerp_ and addcmul_, and puts both corrections into the step size."""

import math

import torch


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        self.params = list(params)
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.state = {}

    @torch.no_grad()
    def step(self):
        beta1, beta2 = self.betas
        for p in self.params:
            if p.grad is None:
                continue
            state = self.state.setdefault(p, {"t": 0})
            if state["t"] == 0:
                state["m"] = torch.zeros_like(p)
                state["v"] = torch.zeros_like(p)
            state["t"] += 1
            p.mul_(1 - self.lr * self.weight_decay)
            state["m"].lerp_(p.grad, 1 - beta1)
            state["v"].mul_(beta2).addcmul_(p.grad, p.grad, value=1 - beta2)
            root = state["v"].sqrt() / math.sqrt(1 - beta2 ** state["t"])
            p.addcdiv_(state["m"], root + self.eps, value=-self.lr / (1 - beta1 ** state["t"]))

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()
