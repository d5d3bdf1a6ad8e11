"""Writes down a whole wave in a table beforehand, and walks through it."""

import math


class CosineAnnealingLR:
    def __init__(self, optimizer, T_max, eta_min=0.0):
        self.optimizer = optimizer
        self.base_lrs = [g["lr"] for g in optimizer.param_groups]
        self.eta_min = eta_min
        self.table = [0.5 * (1.0 + math.cos(math.pi * t / T_max)) for t in range(2 * T_max)]
        self.t = 0

    def step(self):
        self.t = (self.t + 1) % len(self.table)
        s = self.table[self.t]
        for base, g in zip(self.base_lrs, self.optimizer.param_groups):
            g["lr"] = s * base + (1 - s) * self.eta_min

    def get_last_lr(self):
        return [g["lr"] for g in self.optimizer.param_groups]
