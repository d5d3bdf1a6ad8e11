"""Handles all parameters of a step together, in lists, with torch's foreach operations."""

import torch


class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        self.params = list(params)
        self.buffers = [None] * len(self.params)
        self.lr, self.momentum, self.dampening = lr, momentum, dampening
        self.weight_decay, self.nesterov = weight_decay, nesterov

    @torch.no_grad()
    def step(self):
        active = [i for i, p in enumerate(self.params) if p.grad is not None]
        if not active:
            return
        params = [self.params[i] for i in active]
        grads = torch._foreach_add([p.grad for p in params], params, alpha=self.weight_decay)
        if self.momentum != 0:
            for i, grad in zip(active, grads):
                buffer = self.buffers[i]
                self.buffers[i] = grad if buffer is None else buffer * self.momentum + grad * (1 - self.dampening)
            moving = [self.buffers[i] for i in active]
            grads = torch._foreach_add(grads, moving, alpha=self.momentum) if self.nesterov else moving
        torch._foreach_add_(params, grads, alpha=-self.lr)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
