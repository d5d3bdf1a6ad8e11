"""Completes the caller's own dicts with setdefault, and keeps a buffer for each parameter under its id."""

import torch


class ParamGroups:
    def __init__(self, params, lr=1e-3, momentum=0):
        self.lr = lr
        self.momentum = momentum
        self.buffers = {}
        self.param_groups = []
        params = list(params)
        if len(params) == 0:
            raise ValueError("optimizer got an empty parameter list")
        if not isinstance(params[0], dict):
            params = [{"params": params}]
        for group in params:
            self.add_param_group(group)

    def add_param_group(self, param_group):
        param_group["params"] = list(param_group["params"])
        param_group.setdefault("lr", self.lr)
        param_group.setdefault("momentum", self.momentum)
        for group in self.param_groups:
            for old in group["params"]:
                for new in param_group["params"]:
                    if old is new:
                        raise ValueError("some parameters appear in more than one parameter group")
        self.param_groups.append(param_group)

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                d = p.grad
                if group["momentum"] != 0:
                    buffer = self.buffers.get(id(p))
                    if buffer is None:
                        buffer = self.buffers[id(p)] = torch.clone(d)
                    else:
                        buffer.mul_(group["momentum"]).add_(d)
                    d = buffer
                p.add_(d, alpha=-group["lr"])

    def zero_grad(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    p.grad.zero_()
