# ruff: noqa
"""Honest ways to SGD, one a cell."""

# %% in_place: buffers changed in place under no_grad
import torch


class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        self.params, self.lr, self.mu, self.tau = list(params), lr, momentum, dampening
        self.decay, self.nesterov, self.buffers = weight_decay, nesterov, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            g = p.grad.add(p, alpha=self.decay)
            if self.mu:
                if p in self.buffers:
                    self.buffers[p].mul_(self.mu).add_(g, alpha=1 - self.tau)
                else:
                    self.buffers[p] = g.clone()
                g = g.add(self.buffers[p], alpha=self.mu) if self.nesterov else self.buffers[p]
            p.add_(g, alpha=-self.lr)

    def zero_grad(self):
        for p in self.params:
            p.grad = None


# %% foreach: whole lists at once
import torch


class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        self.params, self.lr, self.mu, self.tau = [*params], lr, momentum, dampening
        self.decay, self.nesterov, self.buffers = weight_decay, nesterov, {}

    def step(self):
        with torch.no_grad():
            live = [p for p in self.params if p.grad is not None]
            grads = torch._foreach_add([p.grad for p in live], live, alpha=self.decay)
            if self.mu:
                for p, g in zip(live, grads):
                    old = self.buffers.get(p)
                    self.buffers[p] = g if old is None else self.mu * old + (1 - self.tau) * g
                speeds = [self.buffers[p] for p in live]
                grads = torch._foreach_add(grads, speeds, alpha=self.mu) if self.nesterov else speeds
            torch._foreach_add_(live, grads, alpha=-self.lr)

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()


# %% dataclass: options in a dataclass, speeds on small objects
from dataclasses import dataclass, field

import torch


@dataclass
class SGD:
    params: object
    lr: float
    momentum: float = 0
    dampening: float = 0
    weight_decay: float = 0
    nesterov: bool = False
    speeds: dict = field(default_factory=dict)

    def __post_init__(self):
        self.params = list(self.params)

    def step(self):
        for p in self.params:
            if p.grad is not None:
                p.data = p.data - self.lr * self.push(p, p.grad + self.weight_decay * p.data)

    def push(self, p, g):
        if self.momentum == 0:
            return g
        old = self.speeds.get(p)
        self.speeds[p] = g if old is None else self.momentum * old + (1 - self.dampening) * g
        return g + self.momentum * self.speeds[p] if self.nesterov else self.speeds[p]

    def zero_grad(self):
        for p in self.params:
            p.grad = None
