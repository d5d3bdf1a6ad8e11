"""LinearWarmupCosine, held against its formula."""

import math

import pytest
import torch

from torchgrade import Exercise, check


class _Rules:
    """The right schedule, with the parts that people get wrong as methods of their own."""

    def __init__(self, optimizer, warmup_steps, total_steps, min_lr=0.0):
        self.demand(warmup_steps, total_steps)
        self.optimizer, self.warmup, self.total, self.min_lr = optimizer, warmup_steps, total_steps, min_lr
        self.starts, self.t = [group["lr"] for group in optimizer.param_groups], 0
        self.begin()

    def demand(self, warmup, total):
        if not 0 <= warmup < total:
            raise ValueError("these steps do not fit")

    def begin(self):
        self.assign()

    def step(self):
        self.t += 1
        self.assign()

    def assign(self):
        for group, start in zip(self.optimizer.param_groups, self.starts, strict=True):
            group["lr"] = self.rising(start) if self.t < self.warmup else self.falling(start)

    def rising(self, start):
        return start * self.t / self.warmup

    def falling(self, start):
        return self.min_lr + (start - self.min_lr) * (1 + math.cos(math.pi * self.progress())) / 2

    def progress(self):
        return min((self.t - self.warmup) / (self.total - self.warmup), 1)

    def get_last_lr(self):
        return [group["lr"] for group in self.optimizer.param_groups]


exercise = Exercise("LinearWarmupCosine", reference=_Rules)
exercise.equivalent(
    "the smaller of two is the same either way round",
    "progress = min((self.t - self.warmup) / (self.total - self.warmup), 1.0) -> progress = min(1.0, (self.t "
    "- self.warmup) / (self.total - self.warmup))",
)
exercise.equivalent(
    "the optimizer keeps its groups, so that both lists have one length",
    "for group, start in zip(self.optimizer.param_groups, self.starts, strict=True): -> for group, start in "
    "zip(self.optimizer.param_groups, self.starts):",
    "for group, start in zip(self.optimizer.param_groups, self.starts, strict=True): -> for group, start in "
    "zip(self.optimizer.param_groups, self.starts, strict=False):",
)


@exercise.probe_with
def drive(LinearWarmupCosine, task, starts, steps, kind="SGD", **options):
    """Let a schedule run for some steps; return each group's learning rates, from before the first step on."""
    weights = [torch.nn.Parameter(torch.zeros(())) for _ in starts]
    groups = [{"params": [w], "lr": lr} for w, lr in zip(weights, starts.tolist(), strict=True)]
    optimizer = getattr(torch.optim, kind)(groups, lr=groups[0]["lr"])
    scheduler = LinearWarmupCosine(optimizer, **options)
    used, told = [], []
    for _ in range(steps + 1):
        used.append([float(group["lr"]) for group in optimizer.param_groups])
        told.append([float(lr) for lr in scheduler.get_last_lr()] if task == "told" else [])
        optimizer.step()
        scheduler.step()
    seen = {"learning rates": torch.tensor(used, dtype=torch.float32)}  # in which learners may compute them
    if task == "told":
        seen["get_last_lr"] = torch.tensor(told, dtype=torch.float32)
    return seen


@exercise.misconception("a warm-up with t + 1: the very first step is no longer 0", of=_Rules, method="rising")
def one_ahead(self, start):
    return start * (self.t + 1) / self.warmup


@exercise.misconception(
    "a warm-up that divides by W + 1, so that it makes a jump at its end", of=_Rules, method="rising"
)
def one_longer(self, start):
    return start * (self.t + 1) / (self.warmup + 1)


@exercise.misconception("a warm-up from min_lr, where it begins at 0", of=_Rules, method="rising")
def from_minimum(self, start):
    return self.min_lr + (start - self.min_lr) * self.t / self.warmup


@exercise.misconception("no warm-up: the full learning rate from the first step on", of=_Rules, method="rising")
def no_warmup(self, start):
    return start


@exercise.misconception("a learning rate of 0 through the whole warm-up", of=_Rules, method="rising")
def waits(self, start):
    return 0.0


@exercise.misconception(
    "the wave begun at t = 0, so that it is not at its top when the warm-up ends: (t - W) / (T - W)",
    of=_Rules,
    method="progress",
)
def unshifted(self):
    return min(self.t / self.total, 1)


@exercise.misconception("(t - W) / T: the wave has not reached its end after T steps", of=_Rules, method="progress")
def too_slow(self):
    return min((self.t - self.warmup) / self.total, 1)


@exercise.misconception(
    "T counted from the end of the warm-up, where it counts all steps", of=_Rules, method="progress"
)
def unshifted_end(self):
    return min((self.t - self.warmup) / (self.total + self.warmup), 1)


@exercise.misconception("the end reached one step early, with T - W - 1", of=_Rules, method="progress")
def shorter(self):
    return min((self.t - self.warmup) / max(self.total - self.warmup - 1, 1), 1)


@exercise.misconception("not held at the end: behind T the wave rises again", of=_Rules, method="progress")
def rises_again(self):
    return (self.t - self.warmup) / (self.total - self.warmup)


@exercise.misconception("min_lr ignored: the wave goes down to 0", of=_Rules, method="falling")
def no_minimum(self, start):
    return start * (1 + math.cos(math.pi * self.progress())) / 2


@exercise.misconception(
    "min_lr added to a wave of full height: the height is start - min_lr", of=_Rules, method="falling"
)
def added(self, start):
    return self.min_lr + start * (1 + math.cos(math.pi * self.progress())) / 2


@exercise.misconception("a wave down to 0, cut off at min_lr", of=_Rules, method="falling")
def cut_off(self, start):
    return max(self.min_lr, start * (1 + math.cos(math.pi * self.progress())) / 2)


@exercise.misconception("a schedule down to 0, cut off at min_lr, in the warm-up too")
class _Floored(_Rules):
    def rising(self, start):
        return max(self.min_lr, _Rules.rising(self, start))

    def falling(self, start):
        return max(self.min_lr, start * (1 + math.cos(math.pi * self.progress())) / 2)


@exercise.misconception("a straight line down, where a cosine wave was asked for", of=_Rules, method="falling")
def straight(self, start):
    return self.min_lr + (start - self.min_lr) * (1 - self.progress())


@exercise.misconception("the factor 1/2 forgotten: twice the height after the warm-up", of=_Rules, method="falling")
def no_half(self, start):
    return self.min_lr + (start - self.min_lr) * (1 + math.cos(math.pi * self.progress()))


@exercise.misconception(
    "nothing set in the constructor: the first step, the riskiest one, takes the full learning rate",
    of=_Rules,
    method="begin",
)
def late(self):
    pass


@exercise.misconception("the constructor counted as a step: everything comes one step early", of=_Rules, method="begin")
def early(self):
    self.step()


@exercise.misconception("only the first group's learning rate", of=_Rules, method="assign")
def first_group(self):
    group, start = self.optimizer.param_groups[0], self.starts[0]
    group["lr"] = self.rising(start) if self.t < self.warmup else self.falling(start)


@exercise.misconception("the first group's learning rate given to all groups", of=_Rules, method="assign")
def same_for_all(self):
    for group in self.optimizer.param_groups:
        group["lr"] = self.rising(self.starts[0]) if self.t < self.warmup else self.falling(self.starts[0])


@exercise.misconception("get_last_lr with the learning rates of the start", of=_Rules, method="get_last_lr")
def tells_starts(self):
    return self.starts


@exercise.misconception("a warm-up as long as the whole training accepted without a word", of=_Rules, method="demand")
def accepts_all(self, warmup, total):
    pass


def starts(draw, groups=1):
    return draw.uniform(groups, low=0.5, high=2.0, dtype=torch.float64)


@check(
    3,
    "What is the learning rate of the very first step, and of step W?",
    "While t < W: start * t / W. The constructor sets the learning rate of t = 0 already.",
    "Begin with self.t = -1, let step() count up and assign, and call self.step() at the end of __init__.",
)
@pytest.mark.parametrize(("warmup", "total"), [(1, 3), (2, 4), (5, 9), (10, 20)], ids=str)
def test_warmup(verify, draw, warmup, total):
    """rises in a straight line from 0 to the full learning rate"""
    verify("used", starts(draw), warmup, warmup_steps=warmup, total_steps=total)
    verify("used", starts(draw), warmup, warmup_steps=warmup, total_steps=total, min_lr=0.25)


@check(
    3,
    "Which part of the way down is done after t steps, as a number from 0 to 1?",
    "progress = (t - W) / (T - W): it is 0 where the warm-up ends, and 1 after T steps.",
    "`min_lr + (start - min_lr) * (1 + math.cos(math.pi * progress)) / 2`.",
)
@pytest.mark.parametrize(("warmup", "total"), [(0, 4), (2, 4), (3, 9), (4, 24)], ids=str)
@pytest.mark.parametrize("min_lr", [0.0, 0.25], ids=str)
def test_cosine(verify, draw, warmup, total, min_lr):
    """falls on half a cosine wave to min_lr, with and without a warm-up"""
    verify("used", starts(draw), total, warmup_steps=warmup, total_steps=total, min_lr=min_lr)


@check(1, "What does the cosine do behind pi, and what should the learning rate do?", "Take min(progress, 1).")
def test_end(verify, draw):
    """stays at min_lr after the last step"""
    verify("used", starts(draw), 12, warmup_steps=2, total_steps=6, min_lr=0.125)


@check(
    2,
    "An optimizer may have several groups, each with its own learning rate: where do they start?",
    "Keep all groups' learning rates before you set anything; get_last_lr reads group['lr'] of all groups.",
)
def test_groups(verify, draw):
    """keeps the groups' learning rates apart, in any optimizer, and tells them in get_last_lr"""
    verify("told", starts(draw, 3), 7, warmup_steps=3, total_steps=6, min_lr=0.25)
    verify("told", starts(draw, 2), 4, warmup_steps=1, total_steps=3, kind="AdamW")


@check(
    1, "Which steps make no sense, and would divide by 0?", "Raise ValueError unless 0 <= warmup_steps < total_steps."
)
def test_refuses(verify, draw):
    """raises ValueError unless 0 <= warmup_steps < total_steps"""
    verify("used", starts(draw), 2, warmup_steps=0, total_steps=1)
    verify.raises(ValueError)("used", starts(draw), 1, warmup_steps=5, total_steps=4)
    verify.raises(ValueError)("used", starts(draw), 1, warmup_steps=4, total_steps=4)
    verify.raises(ValueError)("used", starts(draw), 1, warmup_steps=-1, total_steps=4)
