"""Turns larger-is-better into smaller-is-better, and counts down."""


class ReduceLROnPlateau:
    def __init__(self, optimizer, mode="min", factor=0.1, patience=10, threshold=1e-4, threshold_mode="rel", cooldown=0, min_lr=0.0):
        if mode not in {"min", "max"} or not factor < 1:
            raise ValueError("bad options")
        self.optimizer, self.factor, self.min_lr = optimizer, factor, min_lr
        self.patience, self.cooldown = patience, cooldown
        self.flip = -1.0 if mode == "max" else 1.0
        self.margin = (lambda best: self.flip * threshold * best) if threshold_mode == "rel" else (lambda best: threshold)
        self.best = None
        self.left = patience
        self.rest = 0

    def step(self, metrics):
        loss = self.flip * (metrics.item() if hasattr(metrics, "item") else metrics)
        improved = loss == loss and (self.best is None or loss < self.best - self.margin(self.best))
        if improved:
            self.best = loss
        if improved or self.rest:
            self.left = self.patience
        else:
            self.left -= 1
        self.rest = max(self.rest - 1, 0)
        if self.left < 0:
            for group in self.optimizer.param_groups:
                group.update(lr=max(self.min_lr, self.factor * group["lr"]))
            self.left, self.rest = self.patience, self.cooldown
