"""Keeps its buffers in a dictionary and changes them in place; zero_grad fills with zeros."""

import torch


class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        self.params = list(params)
        self.options = {"lr": lr, "mu": momentum, "tau": dampening, "decay": weight_decay, "nesterov": nesterov}
        self.buffers = {}

    @torch.no_grad()
    def step(self):
        o = self.options
        for p in self.params:
            if p.grad is None:
                continue
            g = p.grad.clone()
            if o["decay"]:
                g.add_(p, alpha=o["decay"])
            if o["mu"]:
                if p not in self.buffers:
                    self.buffers[p] = g.clone()
                else:
                    self.buffers[p].mul_(o["mu"]).add_(g, alpha=1 - o["tau"])
                if o["nesterov"]:
                    g.add_(self.buffers[p], alpha=o["mu"])
                else:
                    g = self.buffers[p]
            p.add_(g, alpha=-o["lr"])

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()
