"""CosineAnnealingLR, held against torch.optim.lr_scheduler.CosineAnnealingLR."""

import math

import pytest
import torch

from torchgrade import Exercise, check

exercise = Exercise(
    "CosineAnnealingLR",
    reference=torch.optim.lr_scheduler.CosineAnnealingLR,
    forbidden=("torch.optim.lr_scheduler",),
)
exercise.equivalent(
    "cos(-x) is cos(x), and nobody reads the epoch",
    "self.epoch += 1 -> self.epoch -= 1",
)
exercise.equivalent(
    "the optimizer keeps its groups, so that both lists have one length",
    "for group, start in zip(self.optimizer.param_groups, self.starts, strict=True): -> for group, start in "
    "zip(self.optimizer.param_groups, self.starts):",
    "for group, start in zip(self.optimizer.param_groups, self.starts, strict=True): -> for group, start in "
    "zip(self.optimizer.param_groups, self.starts, strict=False):",
)


@exercise.probe_with
def drive(CosineAnnealingLR, task, starts, epochs, kind="SGD", **options):
    """Let a schedule run for some epochs; return each group's learning rates, from before the first epoch on."""
    weights = [torch.nn.Parameter(torch.zeros(())) for _ in starts]
    groups = [{"params": [w], "lr": lr} for w, lr in zip(weights, starts.tolist(), strict=True)]
    optimizer = getattr(torch.optim, kind)(groups, lr=groups[0]["lr"])
    scheduler = CosineAnnealingLR(optimizer, **options)
    used, told = [], []
    for _ in range(epochs + 1):
        used.append([float(group["lr"]) for group in optimizer.param_groups])
        told.append([float(lr) for lr in scheduler.get_last_lr()] if task == "told" else [])
        optimizer.step()
        scheduler.step()
    seen = {"learning rates": torch.tensor(used, dtype=torch.float32)}  # in which learners may compute them
    if task == "told":
        seen["get_last_lr"] = torch.tensor(told, dtype=torch.float32)
    return seen


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one."""

    def __init__(self, optimizer, T_max, eta_min=0.0):
        self.optimizer, self.T_max, self.eta_min, self.epoch = optimizer, T_max, eta_min, 0
        self.starts = [group["lr"] for group in optimizer.param_groups]

    def step(self):
        self.epoch += 1
        self.assign()

    def assign(self):
        for group, start in zip(self.optimizer.param_groups, self.starts, strict=True):
            group["lr"] = self.lr(start, group["lr"])

    def lr(self, start, now):
        return self.eta_min + (start - self.eta_min) * self.share()

    def share(self):
        return (1 + math.cos(math.pi * self.epoch / self.T_max)) / 2

    def get_last_lr(self):
        return [group["lr"] for group in self.optimizer.param_groups]


@exercise.misconception("eta_min ignored: the wave goes down to 0", of=_Rules, method="lr")
def no_minimum(self, start, now):
    return start * self.share()


@exercise.misconception(
    "eta_min added to a wave of full height: the height is the start less eta_min", of=_Rules, method="lr"
)
def added(self, start, now):
    return self.eta_min + start * self.share()


@exercise.misconception("a wave down to 0, cut off at eta_min: the wave itself ends at eta_min", of=_Rules, method="lr")
def cut_off(self, start, now):
    return max(self.eta_min, start * self.share())


@exercise.misconception(
    "the wave applied to the present learning rate, which is on the wave already", of=_Rules, method="lr"
)
def compounds(self, start, now):
    return self.eta_min + (now - self.eta_min) * self.share()


@exercise.misconception("eta_min and the start swapped: the learning rate rises first", of=_Rules, method="lr")
def upside_down(self, start, now):
    return start + (self.eta_min - start) * self.share()


@exercise.misconception("the factor 1/2 forgotten: the wave begins at twice the start", of=_Rules, method="share")
def no_half(self):
    return 1 + math.cos(math.pi * self.epoch / self.T_max)


@exercise.misconception("cos alone, without 1 + and / 2: the learning rate becomes negative", of=_Rules, method="share")
def bare_cosine(self):
    return math.cos(math.pi * self.epoch / self.T_max)


@exercise.misconception("a quarter of a wave, cos(pi * t / (2 * T_max))", of=_Rules, method="share")
def quarter(self):
    return math.cos(math.pi * self.epoch / (2 * self.T_max))


@exercise.misconception("a whole wave in T_max epochs, cos(2 * pi * t / T_max)", of=_Rules, method="share")
def whole(self):
    return (1 + math.cos(2 * math.pi * self.epoch / self.T_max)) / 2


@exercise.misconception("a straight line in the place of the wave", of=_Rules, method="share")
def straight(self):
    return 1 - self.epoch / self.T_max


@exercise.misconception("a sine in the place of the cosine", of=_Rules, method="share")
def sine(self):
    return (1 + math.sin(math.pi * self.epoch / self.T_max)) / 2


@exercise.misconception("degrees given to cos, which takes radians", of=_Rules, method="share")
def degrees(self):
    return (1 + math.cos(180 * self.epoch / self.T_max)) / 2


@exercise.misconception("one epoch behind: the first step() still leaves the start", of=_Rules, method="share")
def behind(self):
    return (1 + math.cos(math.pi * (self.epoch - 1) / self.T_max)) / 2


@exercise.misconception("the end reached one epoch early, with T_max - 1", of=_Rules, method="share")
def shorter(self):
    return (1 + math.cos(math.pi * self.epoch / max(self.T_max - 1, 1))) / 2


@exercise.misconception("held at eta_min after T_max epochs, where torch's wave rises again", of=_Rules, method="share")
def stays_down(self):
    return (1 + math.cos(math.pi * min(self.epoch / self.T_max, 1))) / 2


@exercise.misconception(
    "begun anew after T_max epochs, at the start at once: torch's wave rises as slowly as it fell",
    of=_Rules,
    method="share",
)
def restarts(self):
    return (
        (1 + math.cos(math.pi * (self.epoch % self.T_max) / self.T_max)) / 2
        if self.epoch > self.T_max
        else (_Rules.share(self))
    )


@exercise.misconception(
    "t % T_max: after T_max epochs it is the start again, where the wave is at eta_min", of=_Rules, method="share"
)
def remainder(self):
    return (1 + math.cos(math.pi * (self.epoch % self.T_max) / self.T_max)) / 2


@exercise.misconception(
    "cos(t / T_max) without pi: after T_max epochs the wave is not at its end", of=_Rules, method="share"
)
def no_pi(self):
    return (1 + math.cos(self.epoch / self.T_max)) / 2


@exercise.misconception("only the first group's learning rate", of=_Rules, method="assign")
def first_group(self):
    self.optimizer.param_groups[0]["lr"] = self.lr(self.starts[0], self.optimizer.param_groups[0]["lr"])


@exercise.misconception("the first group's learning rate given to all groups", of=_Rules, method="assign")
def same_for_all(self):
    for group in self.optimizer.param_groups:
        group["lr"] = self.lr(self.starts[0], group["lr"])


@exercise.misconception("get_last_lr with the learning rates of the start", of=_Rules, method="get_last_lr")
def tells_starts(self):
    return self.starts


def starts(draw, groups=1):
    return draw.uniform(groups, low=0.5, high=2.0, dtype=torch.float64)


@check(
    4,
    "Where should the learning rate be after 0, T_max / 2 and T_max epochs?",
    "(1 + cos(pi * t / T_max)) / 2 falls from 1 to 0; math.cos and math.pi are what you need.",
    "`group['lr'] = self.eta_min + (start - self.eta_min) * (1 + math.cos(math.pi * t / self.T_max)) / 2`.",
)
@pytest.mark.parametrize("T_max", [2, 4, 7, 50])
def test_values(verify, draw, T_max):
    """falls on a cosine wave from the start to 0 in T_max epochs"""
    verify("used", starts(draw), T_max, T_max=T_max)


@check(
    2,
    "Where does the wave end, and how high is it?",
    "It goes from the start to eta_min, so its height is start - eta_min, and eta_min is added below it.",
)
@pytest.mark.parametrize("eta_min", [0.1, 0.4, 3.0], ids=str)
def test_minimum(verify, draw, eta_min):
    """ends at eta_min, and rises to it where the start lies below"""
    verify("used", starts(draw), 6, T_max=6, eta_min=eta_min)


@check(
    2,
    "What does cos do behind pi?",
    "Use t as it is: no min, no %. The cosine rises by itself.",
)
@pytest.mark.parametrize("T_max", [3, 5])
def test_beyond(verify, draw, T_max):
    """rises again after T_max epochs, as torch's does"""
    verify("used", starts(draw), 2 * T_max + 2, T_max=T_max, eta_min=0.25)


@check(
    2,
    "An optimizer may have several groups, each with its own learning rate: where do they start?",
    "In the constructor keep a list of all groups' learning rates; get_last_lr reads group['lr'] of all groups.",
)
def test_groups(verify, draw):
    """keeps the groups' learning rates apart, in any optimizer, and tells them in get_last_lr"""
    verify("told", starts(draw, 3), 5, T_max=4, eta_min=0.25)
    verify("told", starts(draw, 2), 5, T_max=4, kind="Adam")
