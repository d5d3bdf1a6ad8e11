import torch


class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.dampening = dampening
        self.weight_decay = weight_decay
        self.nesterov = nesterov
        self.v = [None for p in self.params]

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad + self.weight_decay * p
            if self.momentum:
                if self.v[i] is None:
                    self.v[i] = g
                else:
                    self.v[i] = self.momentum * self.v[i] + (1 - self.dampening) * g
                g = g + self.momentum * self.v[i] if self.nesterov else self.v[i]
            p -= self.lr * g

    def zero_grad(self):
        for p in self.params:
            p.grad = None
