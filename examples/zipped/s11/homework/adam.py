import torch


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
        self.params = list(params)
        self.lr, self.eps, self.wd = lr, eps, weight_decay
        self.b1, self.b2 = betas
        self.state = {}

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            t, m, v = self.state.get(i, (0, torch.zeros_like(p), torch.zeros_like(p)))
            g = p.grad + self.wd * p
            t += 1
            m = self.b1 * m + (1 - self.b1) * g
            v = self.b2 * v + (1 - self.b2) * g**2
            self.state[i] = t, m, v
            p -= self.lr * (m / (1 - self.b1**t)) / ((v / (1 - self.b2**t)) ** 0.5 + self.eps)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
