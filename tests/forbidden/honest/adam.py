# ruff: noqa
"""Honest ways to Adam, one a cell."""

# %% lerp: averages by lerp_ and addcmul_, the step by addcdiv_
import torch


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
        self.params, self.lr, self.betas, self.eps, self.decay = list(params), lr, betas, eps, weight_decay
        self.state = {}

    @torch.no_grad()
    def step(self):
        one, two = self.betas
        for p in self.params:
            if p.grad is None:
                continue
            t, m, v = self.state.get(p, (0, torch.zeros_like(p), torch.zeros_like(p)))
            g = p.grad.add(p, alpha=self.decay)
            self.state[p] = (t + 1, m.lerp_(g, 1 - one), v.mul_(two).addcmul_(g, g, value=1 - two))
            root = (v.sqrt() / (1 - two ** (t + 1)) ** 0.5).add_(self.eps)
            p.addcdiv_(m, root, value=-self.lr / (1 - one ** (t + 1)))

    def zero_grad(self):
        for p in self.params:
            p.grad = None


# %% base_class: a base class of the learner's own, called Optimizer, and methods in a mixin
import torch


class Optimizer:
    def __init__(self, params, **options):
        self.params = list(params)
        self.__dict__.update(options)
        self.slots = [[0, 0.0, 0.0] for _ in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None


class Adam(Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
        super().__init__(params, lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)

    def step(self):
        for p, slot in zip(self.params, self.slots):
            if p.grad is not None:
                self.move(p, slot, p.grad.detach() + self.weight_decay * p.detach())

    def move(self, p, slot, g):
        (b1, b2), (t, m, v) = self.betas, slot
        t, m, v = t + 1, b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g.square()
        slot[:] = t, m, v
        p.data -= self.lr * m / (1 - b1**t) / ((v / (1 - b2**t)).sqrt() + self.eps)


# %% module_buffers: keeps its averages as buffers of an nn.Module
import torch


class Adam(torch.nn.Module):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
        super().__init__()
        self.tensors, self.lr, self.betas, self.eps, self.decay = list(params), lr, betas, eps, weight_decay
        self.steps = [0] * len(self.tensors)
        for i, p in enumerate(self.tensors):
            self.register_buffer(f"m{i}", torch.zeros_like(p, requires_grad=False))
            self.register_buffer(f"v{i}", torch.zeros_like(p, requires_grad=False))

    @torch.no_grad()
    def step(self):
        b1, b2 = self.betas
        for i, p in enumerate(self.tensors):
            if p.grad is None:
                continue
            g = p.grad + self.decay * p
            self.steps[i] += 1
            m, v = getattr(self, f"m{i}"), getattr(self, f"v{i}")
            m.copy_(b1 * m + (1 - b1) * g)
            v.copy_(b2 * v + (1 - b2) * g * g)
            p -= self.lr * (m / (1 - b1 ** self.steps[i])) / ((v / (1 - b2 ** self.steps[i])).sqrt() + self.eps)

    def zero_grad(self):
        for p in self.tensors:
            p.grad = None
