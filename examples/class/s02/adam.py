# beta1^t and beta2^t are multiplied up from step to step, no powers needed.
import torch


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
        self.params = [p for p in params]
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.moments = [torch.zeros((2, *p.shape), dtype=p.dtype, device=p.device) for p in self.params]
        self.products = [[1.0, 1.0] for _ in self.params]

    def step(self):
        for p, moment, product in zip(self.params, self.moments, self.products):
            if p.grad is None:
                continue
            grad = p.grad.data
            if self.weight_decay != 0:
                grad = grad + self.weight_decay * p.data
            for k, value in enumerate((grad, grad * grad)):
                moment[k] = self.betas[k] * moment[k] + (1 - self.betas[k]) * value
                product[k] *= self.betas[k]
            mean, square = (moment[k] / (1 - product[k]) for k in range(2))
            p.data -= self.lr * mean / (torch.sqrt(square) + self.eps)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
