"""The factor of the wave worked out by torch.cos, in float32; the learning rates become numbers again."""

import math

import torch


class CosineAnnealingLR:
    def __init__(self, optimizer, T_max, eta_min=0.0, last_epoch=-1):
        self.optimizer, self.T_max, self.eta_min = optimizer, T_max, eta_min
        self.base_lrs = [group.setdefault("initial_lr", group["lr"]) for group in optimizer.param_groups]
        self.last_epoch = last_epoch + 1

    def get_lr(self):
        factor = 0.5 * (1 + torch.cos(torch.tensor(math.pi * self.last_epoch / self.T_max)))
        return [float(self.eta_min + (base - self.eta_min) * factor) for base in self.base_lrs]

    def step(self, epoch=None):
        self.last_epoch += 1
        for group, lr in zip(self.optimizer.param_groups, self.get_lr()):
            group["lr"] = lr

    def get_last_lr(self):
        return self.get_lr()
