"""Remembers the number of the best epoch in the place of a count."""


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        if patience <= 0:
            raise ValueError("patience must be positive")
        if min_delta < 0:
            raise ValueError("min_delta must not be negative")
        self.patience = patience
        self.min_delta = min_delta
        self.best = float("inf")
        self.best_epoch = 0
        self.epoch = 0

    @property
    def improved(self):
        return self.epoch > 0 and self.best_epoch == self.epoch

    def step(self, loss):
        self.epoch += 1
        if hasattr(loss, "item"):
            loss = loss.item()
        if self.best - loss > self.min_delta:
            self.best = loss
            self.best_epoch = self.epoch
        return self.epoch - self.best_epoch >= self.patience
