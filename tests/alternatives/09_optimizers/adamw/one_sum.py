"""Adds decay and step up from the old parameter, and subtracts both at once from .data."""


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        self.slots = [[p, 0, 0.0, 0.0] for p in params]
        self.lr, (self.b1, self.b2), self.eps, self.decay = lr, betas, eps, weight_decay

    def step(self):
        for slot in self.slots:
            p, t, m, v = slot
            if p.grad is None:
                continue
            g = p.grad.detach()
            t, m, v = t + 1, self.b1 * m + (1 - self.b1) * g, self.b2 * v + (1 - self.b2) * g**2
            slot[1:] = t, m, v
            adam = (m / (1 - self.b1**t)) / ((v / (1 - self.b2**t)) ** 0.5 + self.eps)
            p.data -= self.lr * (adam + self.decay * p.data)

    def zero_grad(self):
        for slot in self.slots:
            slot[0].grad = None
