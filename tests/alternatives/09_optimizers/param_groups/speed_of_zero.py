"""Starts every speed at 0, writes to .data, and finds parameters that come twice with a set."""


class ParamGroups:
    def __init__(self, params, lr=1e-3, momentum=0):
        self.options = dict(lr=lr, momentum=momentum)
        self.param_groups = []
        self.seen = set()
        self.speed = {}
        first, *rest = list(params) or [None]
        if first is None:
            raise ValueError("no parameters to optimize")
        if isinstance(first, dict):
            for group in [first, *rest]:
                self.add_param_group(group)
        else:
            self.add_param_group({"params": [first, *rest]})

    def add_param_group(self, param_group):
        group = dict(self.options)
        group.update(param_group)
        group["params"] = [p for p in group["params"]]
        if self.seen.intersection(group["params"]):
            raise ValueError("a parameter may be in one group only")
        self.seen.update(group["params"])
        self.param_groups.append(group)

    def everything(self):
        return [(group, p) for group in self.param_groups for p in group["params"]]

    def step(self):
        for group, p in self.everything():
            if p.grad is not None:
                self.speed[p] = group["momentum"] * self.speed.get(p, 0.0) + p.grad.data
                p.data = p.data - group["lr"] * self.speed[p]

    def zero_grad(self):
        for _, p in self.everything():
            p.grad = None
