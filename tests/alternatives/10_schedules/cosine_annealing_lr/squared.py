"""Uses cos(a)**2 = (1 + cos(2a)) / 2 and a tensor of rates."""

import torch


class CosineAnnealingLR:
    def __init__(self, optimizer, T_max, eta_min=0.0):
        self.opt, self.T, self.low = optimizer, T_max, eta_min
        self.base = torch.tensor([g["lr"] for g in optimizer.param_groups], dtype=torch.float64)
        self.rates = self.base.tolist()
        self.count = 0

    def step(self):
        self.count += 1
        angle = torch.tensor(torch.pi / 2 * self.count / self.T, dtype=torch.float64)
        self.rates = (self.low + (self.base - self.low) * torch.cos(angle) ** 2).tolist()
        for group, rate in zip(self.opt.param_groups, self.rates):
            group["lr"] = rate

    def get_last_lr(self):
        return self.rates
