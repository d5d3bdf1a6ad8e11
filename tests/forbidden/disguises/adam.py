# ruff: noqa
"""Disguises of torch.optim.Adam, one a cell."""

# %% borrowed: torch's class under the learner's name
from torch.optim import Adam


# %% adamw: AdamW does the work of Adam, with the weight decay put into the gradient first
import torch


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
        self.params, self.decay = list(params), weight_decay
        self.inner = getattr(vars(torch)["op" + "tim"], "Adam" + "W")(self.params, lr, betas, eps, weight_decay=0)

    def step(self):
        kept = [p.grad for p in self.params]
        for p in self.params:
            p.grad = None if p.grad is None else p.grad + self.decay * p.detach()
        self.inner.step()
        for p, grad in zip(self.params, kept):
            p.grad = grad

    def zero_grad(self):
        self.inner.zero_grad()


# %% forwarded: every name that is asked for comes from torch's object
import torch


class Adam:
    def __init__(self, *args, **kwargs):
        self.__dict__["inner"] = getattr(getattr(torch, "op" + "tim"), "Ad" + "am")(*args, **kwargs)

    def __getattr__(self, name):
        return getattr(self.__dict__["inner"], name)


# %% single_tensor: the inner function of torch's module, under a computed name
import torch

KIND = getattr(getattr(torch, "op" + "tim"), "Ad" + "am")


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
        self.params, self.state = list(params), {}
        self.options = dict(lr=lr, beta1=betas[0], beta2=betas[1], eps=eps, weight_decay=weight_decay)
        self.options |= dict(amsgrad=False, maximize=False, foreach=False)

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                m, v, t = self.state.setdefault(p, (torch.zeros_like(p), torch.zeros_like(p), torch.tensor(0.0)))
                KIND.__init__.__globals__["ad" + "am"]([p], [p.grad], [m], [v], [], [t], **self.options)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
