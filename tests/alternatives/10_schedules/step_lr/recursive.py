"""Multiplies the present learning rate whenever the count is a multiple of step_size."""


class StepLR:
    def __init__(self, optimizer, step_size, gamma=0.1):
        self.optimizer = optimizer
        self.step_size = step_size
        self.gamma = gamma
        self.last_epoch = 0

    def step(self):
        self.last_epoch = self.last_epoch + 1
        if self.last_epoch % self.step_size == 0:
            for g in self.optimizer.param_groups:
                g["lr"] *= self.gamma

    def get_last_lr(self):
        return [g["lr"] for g in self.optimizer.param_groups]
