"""Lets torch's LambdaLR do the bookkeeping, with one function for each group."""

import math

from torch.optim.lr_scheduler import LambdaLR


class LinearWarmupCosine(LambdaLR):
    def __init__(self, optimizer, warmup_steps, total_steps, min_lr=0.0):
        if warmup_steps < 0 or warmup_steps >= total_steps:
            raise ValueError("0 <= warmup_steps < total_steps")

        def factor(low):
            def at(t):
                if t < warmup_steps:
                    return t / warmup_steps
                done = min(1.0, (t - warmup_steps) / (total_steps - warmup_steps))
                return low + (1 - low) * 0.5 * (1 + math.cos(math.pi * done))

            return at

        super().__init__(optimizer, [factor(min_lr / group["lr"]) for group in optimizer.param_groups])
