"""Keeps the whole history, and counts down."""

import math


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        if not (patience >= 1 and min_delta >= 0):
            raise ValueError(f"patience={patience}, min_delta={min_delta}")
        self.patience, self.min_delta = patience, min_delta
        self.left = patience
        self.bests = [math.inf]
        self.improved = False

    @property
    def best(self):
        return self.bests[-1]

    def step(self, loss):
        value = float(loss)
        self.improved = not math.isnan(value) and value < self.best - self.min_delta
        if self.improved:
            self.bests.append(value)
            self.left = self.patience
        else:
            self.left -= 1
        return self.left <= 0
