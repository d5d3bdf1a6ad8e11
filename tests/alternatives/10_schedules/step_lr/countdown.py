"""Counts down to the next drop, and remembers the rates it has set."""


class StepLR(object):
    def __init__(self, optimizer, step_size, gamma=0.1):
        self.groups = optimizer.param_groups
        self.wait = self.step_size = step_size
        self.factor = gamma
        self._last = [float(group["lr"]) for group in self.groups]

    def step(self):
        self.wait -= 1
        if self.wait > 0:
            return
        self.wait = self.step_size
        self._last = [lr * self.factor for lr in self._last]
        for i in range(len(self.groups)):
            self.groups[i]["lr"] = self._last[i]

    def get_last_lr(self):
        return tuple(self._last)
