"""Changes its averages in place with lerp_ and addcmul_, and makes only the state that the options need."""

import torch


class RMSprop:
    def __init__(self, params, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0, momentum=0, centered=False):
        self.params = list(params)
        self.lr, self.alpha, self.eps = lr, alpha, eps
        self.weight_decay, self.momentum, self.centered = weight_decay, momentum, centered
        self.state = {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            state = self.state.setdefault(p, {})
            grad = p.grad
            if self.weight_decay != 0:
                grad = grad.add(p, alpha=self.weight_decay)
            square = state.setdefault("square", torch.zeros_like(p))
            square.mul_(self.alpha).addcmul_(grad, grad, value=1 - self.alpha)
            if self.centered:
                mean = state.setdefault("mean", torch.zeros_like(p))
                mean.lerp_(grad, 1 - self.alpha)
                root = square.addcmul(mean, mean, value=-1).sqrt_().add_(self.eps)
            else:
                root = square.sqrt().add_(self.eps)
            if self.momentum > 0:
                buffer = state.setdefault("buffer", torch.zeros_like(p))
                buffer.mul_(self.momentum).addcdiv_(grad, root)
                p.add_(buffer, alpha=-self.lr)
            else:
                p.addcdiv_(grad, root, value=-self.lr)

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()
