"""Draws the factors from a generator, one after the other."""

import itertools
import math


def factors(warmup, total):
    for t in range(warmup):
        yield t / warmup, 0.0
    for k in range(total - warmup):
        share = math.cos(math.pi / 2 * k / (total - warmup)) ** 2
        yield share, 1 - share
    yield from itertools.repeat((0.0, 1.0))


class LinearWarmupCosine:
    def __init__(self, optimizer, warmup_steps, total_steps, min_lr=0.0):
        if not (0 <= warmup_steps and warmup_steps < total_steps):
            raise ValueError(f"bad steps: {warmup_steps}, {total_steps}")
        self.groups = [(group, group["lr"]) for group in optimizer.param_groups]
        self.min_lr = min_lr
        self.plan = factors(warmup_steps, total_steps)
        self.step()

    def step(self):
        of_start, of_min = next(self.plan)
        for group, base in self.groups:
            group["lr"] = of_start * base + of_min * self.min_lr

    def get_last_lr(self):
        return [group["lr"] for group, _ in self.groups]
