import torch


class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        self.params = list(params)
        self.lr = lr
        self.mu = momentum
        self.dampening = dampening
        self.wd = weight_decay
        self.nesterov = nesterov
        self.avg = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.avg):
            if p.grad is None:
                continue
            g = p.grad + self.wd * p
            if self.mu:
                # running average of the gradients, as in the blog post
                v.mul_(self.mu).add_((1 - self.mu) * g)
                g = g + self.mu * v if self.nesterov else v
            p.sub_(self.lr * g)

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()
