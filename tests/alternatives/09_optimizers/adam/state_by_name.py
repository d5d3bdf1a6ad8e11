"""Keeps a dictionary of state for each parameter, as torch does, with the step as a tensor of shape ()."""

from collections import defaultdict

import torch


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
        self.params = list(params)
        self.options = {"lr": lr, "betas": betas, "eps": eps, "decay": weight_decay}
        self.state = defaultdict(dict)

    @torch.no_grad()
    def step(self, closure=None):
        for p in self.params:
            if p.grad is None:
                continue
            state = self.state[p]
            if not state:
                state["step"] = torch.tensor(0.0, device=p.device)
                state["exp_avg"] = torch.zeros_like(p, memory_format=torch.preserve_format)
                state["exp_avg_sq"] = torch.zeros_like(p, memory_format=torch.preserve_format)
            g = p.grad.add(p, alpha=self.options["decay"])
            state["step"] += 1
            beta1, beta2 = self.options["betas"]
            state["exp_avg"].lerp_(g, 1 - beta1)
            state["exp_avg_sq"].mul_(beta2).addcmul_(g, g, value=1 - beta2)
            corrected = state["exp_avg_sq"].sqrt() / (1 - beta2 ** state["step"]).sqrt()
            p.sub_(
                self.options["lr"] / (1 - beta1 ** state["step"]) * state["exp_avg"] / (corrected + self.options["eps"])
            )

    def zero_grad(self, set_to_none=True):
        for p in self.params:
            if p.grad is not None:
                p.grad.detach_().zero_()
