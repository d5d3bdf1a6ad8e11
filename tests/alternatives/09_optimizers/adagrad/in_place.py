"""Keeps its totals in a dictionary, changes them with addcmul_ and steps with addcdiv_; zero_grad fills with zeros."""

import torch


class Adagrad:
    def __init__(self, params, lr=1e-2, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10):
        self.params = list(params)
        self.lr = lr
        self.lr_decay = lr_decay
        self.weight_decay = weight_decay
        self.initial = initial_accumulator_value
        self.eps = eps
        self.state = {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            if p not in self.state:
                self.state[p] = {"step": 0, "sum": torch.zeros_like(p) + self.initial}
            state = self.state[p]
            grad = p.grad.add(p, alpha=self.weight_decay) if self.weight_decay else p.grad
            state["step"] += 1
            state["sum"].addcmul_(grad, grad, value=1)
            rate = self.lr / (1 + (state["step"] - 1) * self.lr_decay)
            p.addcdiv_(grad, state["sum"].sqrt().add_(self.eps), value=-rate)

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()
