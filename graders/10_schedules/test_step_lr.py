"""StepLR, held against torch.optim.lr_scheduler.StepLR."""

import pytest
import torch

from torchgrade import Exercise, check

exercise = Exercise("StepLR", reference=torch.optim.lr_scheduler.StepLR, forbidden=("torch.optim.lr_scheduler",))
exercise.equivalent(
    "the optimizer keeps its groups, so that both lists have one length",
    "for group, start in zip(self.optimizer.param_groups, self.starts, strict=True): -> for group, start in "
    "zip(self.optimizer.param_groups, self.starts):",
    "for group, start in zip(self.optimizer.param_groups, self.starts, strict=True): -> for group, start in "
    "zip(self.optimizer.param_groups, self.starts, strict=False):",
)


@exercise.probe_with
def drive(StepLR, task, starts, epochs, kind="SGD", **options):
    """Let a schedule run for some epochs; return each group's learning rates, from before the first epoch on."""
    weights = [torch.nn.Parameter(torch.zeros(())) for _ in starts]
    groups = [{"params": [w], "lr": lr} for w, lr in zip(weights, starts.tolist(), strict=True)]
    optimizer = getattr(torch.optim, kind)(groups, lr=groups[0]["lr"], weight_decay=0.25)
    scheduler = StepLR(optimizer, **options)
    used, told = [], []
    for _ in range(epochs + 1):
        used.append([float(group["lr"]) for group in optimizer.param_groups])
        told.append([float(lr) for lr in scheduler.get_last_lr()] if task == "told" else [])
        optimizer.step()
        scheduler.step()
    seen = {"learning rates": torch.tensor(used, dtype=torch.float32)}  # in which learners may compute them
    if task == "told":
        seen["get_last_lr"] = torch.tensor(told, dtype=torch.float32)
    if task == "others":
        seen["weight decays"] = [group["weight_decay"] for group in optimizer.param_groups]
        seen["groups"] = len(optimizer.param_groups)
    return seen


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one."""

    def __init__(self, optimizer, step_size, gamma=0.1):
        self.optimizer, self.step_size, self.gamma, self.epoch = optimizer, step_size, gamma, 0
        self.starts = [group["lr"] for group in optimizer.param_groups]
        self.begin()

    def begin(self):
        pass

    def step(self):
        self.epoch += 1
        self.assign()

    def assign(self):
        for group, start in zip(self.optimizer.param_groups, self.starts, strict=True):
            group["lr"] = self.lr(start, group["lr"])

    def lr(self, start, now):
        return start * self.gamma ** (self.epoch // self.step_size)

    def get_last_lr(self):
        return [group["lr"] for group in self.optimizer.param_groups]


@exercise.misconception("gamma applied after every epoch, whatever step_size is", of=_Rules, method="lr")
def every_epoch(self, start, now):
    return start * self.gamma**self.epoch


@exercise.misconception("one epoch too early: t counted from 1 before the first epoch is over", of=_Rules, method="lr")
def too_early(self, start, now):
    return start * self.gamma ** ((self.epoch + 1) // self.step_size)


@exercise.misconception(
    "a drop in the first step() already: asked of epoch 0, before the epoch is counted", of=_Rules, method="lr"
)
def asks_before_counting(self, start, now):
    return start * self.gamma ** ((self.epoch - 1) // self.step_size + 1)


@exercise.misconception("one epoch too late: the first drop comes after step_size + 1 epochs", of=_Rules, method="lr")
def too_late(self, start, now):
    return start * self.gamma ** ((self.epoch - 1) // self.step_size)


@exercise.misconception(
    "a drop in every epoch from step_size on, where step_size epochs lie between two drops", of=_Rules, method="lr"
)
def goes_on_dropping(self, start, now):
    return now * (self.gamma if self.epoch >= self.step_size else 1)


@exercise.misconception("a single drop, and never another one", of=_Rules, method="lr")
def only_once(self, start, now):
    return start * (self.gamma if self.epoch >= self.step_size else 1)


@exercise.misconception(
    "gamma ** (t // step_size) applied to the present learning rate, which holds the earlier factors already",
    of=_Rules,
    method="lr",
)
def compounds(self, start, now):
    return now * self.gamma ** (self.epoch // self.step_size)


@exercise.misconception(
    "a smooth decay with t / step_size, where whole steps were asked for: it takes //", of=_Rules, method="lr"
)
def smooth(self, start, now):
    return start * self.gamma ** (self.epoch / self.step_size)


@exercise.misconception("gamma subtracted, where it is a factor", of=_Rules, method="lr")
def subtracts(self, start, now):
    return start - self.gamma * (self.epoch // self.step_size)


@exercise.misconception("divided by gamma: the learning rate grows", of=_Rules, method="lr")
def divides(self, start, now):
    return start / self.gamma ** (self.epoch // self.step_size)


@exercise.misconception("the drop in all epochs but those that step_size divides", of=_Rules, method="lr")
def inverted(self, start, now):
    return now * (self.gamma if self.epoch % self.step_size else 1)


@exercise.misconception("a gamma of 0.1 in every case, whatever was asked for", of=_Rules, method="lr")
def fixed_gamma(self, start, now):
    return start * 0.1 ** (self.epoch // self.step_size)


@exercise.misconception("only the first group's learning rate", of=_Rules, method="assign")
def first_group(self):
    self.optimizer.param_groups[0]["lr"] = self.lr(self.starts[0], self.optimizer.param_groups[0]["lr"])


@exercise.misconception("the first group's learning rate given to all groups", of=_Rules, method="assign")
def same_for_all(self):
    for group in self.optimizer.param_groups:
        group["lr"] = self.lr(self.starts[0], group["lr"])


@exercise.misconception("a drop in the constructor: before the first epoch nothing changes", of=_Rules, method="begin")
def drops_at_once(self):
    for group in self.optimizer.param_groups:
        group["lr"] *= self.gamma


@exercise.misconception("learning rates worked out, but never handed to the optimizer")
class _KeepsThem(_Rules):
    def begin(self):
        self.kept = list(self.starts)

    def assign(self):
        self.kept = [self.lr(start, start) for start in self.starts]

    def get_last_lr(self):
        return self.kept


@exercise.misconception("get_last_lr with the learning rates of the start", of=_Rules, method="get_last_lr")
def tells_starts(self):
    return self.starts


@exercise.misconception("get_last_lr with a single number, where a list was asked for", of=_Rules, method="get_last_lr")
def tells_one(self):
    return self.optimizer.param_groups[0]["lr"]


@exercise.misconception("get_last_lr with the first group's learning rate alone", of=_Rules, method="get_last_lr")
def tells_first(self):
    return [self.optimizer.param_groups[0]["lr"]]


@exercise.misconception("get_last_lr with the learning rates of the epoch before the last step()")
class _TellsOld(_Rules):
    def begin(self):
        self.kept = self.starts

    def assign(self):
        self.kept = _Rules.get_last_lr(self)
        _Rules.assign(self)

    def get_last_lr(self):
        return self.kept


@exercise.misconception("all of a group's numbers multiplied, also its weight decay", of=_Rules, method="assign")
def all_options(self):
    _Rules.assign(self)
    for group in self.optimizer.param_groups:
        group["weight_decay"] *= self.gamma if self.epoch % self.step_size == 0 else 1


def starts(draw, groups=1):
    return draw.uniform(groups, low=0.5, high=2.0, dtype=torch.float64)


@check(
    4,
    "How many times should the learning rate have dropped after t epochs?",
    "t // step_size times. Count the epochs in step(), beginning with 0.",
    "`self.epoch += 1`, then for each group: `group['lr'] = start * self.gamma ** (self.epoch // self.step_size)`.",
)
@pytest.mark.parametrize("step_size", [1, 2, 3, 10])
def test_values(verify, draw, step_size):
    """sets torch's learning rate after every epoch"""
    verify("used", starts(draw), 7, step_size=step_size)
    verify("used", starts(draw), 2 * step_size + 1, step_size=step_size, gamma=0.5)


@check(2, "What becomes of the learning rate with a gamma of 1, and with one above 1?", "Use self.gamma as it is.")
@pytest.mark.parametrize("gamma", [0.9, 1.0, 1.5], ids=str)
def test_gamma(verify, draw, gamma):
    """uses the gamma that it was given, above 1 too, and 0.1 where none was"""
    verify("used", starts(draw), 7, step_size=3, gamma=gamma)
    verify("used", starts(draw), 4, step_size=3)


@check(
    2,
    "An optimizer may have several groups, each with its own learning rate: where do they start?",
    "In the constructor keep a list of all groups' learning rates; go through both lists with zip.",
)
def test_groups(verify, draw):
    """keeps the groups' learning rates apart, in any optimizer, and leaves their other options alone"""
    verify("used", starts(draw, 3), 7, step_size=3, gamma=0.5)
    verify("others", starts(draw, 2), 5, step_size=2, gamma=0.5)
    verify("used", starts(draw, 2), 5, step_size=2, gamma=0.5, kind="AdamW")


@check(2, "Which learning rate will the next epoch use?", "Read group['lr'] of all groups, and return them in a list.")
@pytest.mark.parametrize("groups", [1, 2])
def test_told(verify, draw, groups):
    """tells the present learning rates in get_last_lr"""
    verify("told", starts(draw, groups), 7, step_size=3, gamma=0.5)
