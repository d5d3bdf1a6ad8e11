"""Every case of better in a branch of its own, and an epoch number in the place of a count."""

import math


class ReduceLROnPlateau:
    def __init__(
        self, optimizer, mode="min", factor=0.1, patience=10, threshold=1e-4, threshold_mode="rel", cooldown=0, min_lr=0
    ):
        if mode != "min" and mode != "max":
            raise ValueError("mode " + mode + " is unknown!")
        if factor >= 1.0:
            raise ValueError("Factor should be < 1.0.")
        self.optimizer = optimizer
        self.mode = mode
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.threshold_mode = threshold_mode
        self.cooldown = cooldown
        self.min_lr = min_lr
        self.best = None
        self.epoch = 0
        self.good_until = 0

    def better(self, a):
        if math.isnan(a):
            return False
        if self.best is None:
            return True
        if self.mode == "min" and self.threshold_mode == "rel":
            return a < self.best * (1.0 - self.threshold)
        if self.mode == "min":
            return a < self.best - self.threshold
        if self.threshold_mode == "rel":
            return a > self.best * (self.threshold + 1.0)
        return a > self.best + self.threshold

    def step(self, metrics):
        self.epoch += 1
        value = float(metrics)
        if self.better(value):
            self.best = value
            self.good_until = max(self.good_until, self.epoch)
        if self.epoch - self.good_until > self.patience:
            for g in self.optimizer.param_groups:
                g["lr"] = max(g["lr"] * self.factor, self.min_lr)
            self.good_until = self.epoch + self.cooldown
