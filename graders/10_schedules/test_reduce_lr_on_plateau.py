"""ReduceLROnPlateau, held against torch.optim.lr_scheduler.ReduceLROnPlateau."""

import pytest
import torch

from torchgrade import Exercise, check

exercise = Exercise(
    "ReduceLROnPlateau", reference=torch.optim.lr_scheduler.ReduceLROnPlateau, forbidden=("torch.optim.lr_scheduler",)
)
NAN, START = float("nan"), 'self.best, self.bad, self.resting = self.sign * float("inf"),'
exercise.equivalent(
    "the first number is better than infinity, which sets what counts bad ones; a rest then ends unused",
    *(f"{START} 0, 0 -> {START} {counts}" for counts in ("1, 0", "(-1), 0", "0, 1", "0, (-1)")),
)
exercise.equivalent(
    "the larger of two is the same either way round",
    'group["lr"] = max(group["lr"] * self.factor, self.min_lr) -> group["lr"] = max(self.min_lr, group[\'lr\'] '
    "* self.factor)",
)


@exercise.probe_with
def drive(ReduceLROnPlateau, starts, metrics, as_tensors=False, **options):
    """Show a schedule one value after another; return each group's learning rate after every one."""
    optimizer = torch.optim.SGD([{"params": [torch.nn.Parameter(torch.zeros(()))], "lr": lr} for lr in starts.tolist()])
    scheduler, used = ReduceLROnPlateau(optimizer, **options), [starts.tolist()]
    for value in metrics if as_tensors else metrics.tolist():
        optimizer.step()
        scheduler.step(value)
        used.append([float(group["lr"]) for group in optimizer.param_groups])
    return {"learning rates": torch.tensor(used, dtype=torch.float32)}  # in which learners may compute them


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one."""

    def __init__(
        self, optimizer, mode="min", factor=0.1, patience=10, threshold=1e-4, threshold_mode="rel", cooldown=0, min_lr=0
    ):
        self.demand(factor, mode)
        self.optimizer, self.sign, self.factor, self.patience = optimizer, 1 if mode == "min" else -1, factor, patience
        self.threshold, self.relative, self.cooldown, self.min_lr = threshold, threshold_mode == "rel", cooldown, min_lr
        self.best, self.bad, self.resting = self.sign * float("inf"), 0, 0

    def demand(self, factor, mode):
        if factor >= 1 or mode not in ("min", "max"):
            raise ValueError("no such schedule")

    def step(self, metrics):
        value = float(metrics)
        (self.improve if self.is_better(value) else self.worsen)(value)
        self.rest()
        if self.is_enough():
            for group in self.optimizer.param_groups:
                group["lr"] = self.smaller(group["lr"])
            self.begin_anew()

    def is_better(self, value):
        return self.sign * value < self.sign * self.bound()

    def bound(self):
        return self.best * (1 - self.sign * self.threshold) if self.relative else self.best - self.sign * self.threshold

    def improve(self, value):
        self.best, self.bad = value, 0

    def worsen(self, value):
        self.bad += 1

    def rest(self):
        if self.resting > 0:
            self.resting, self.bad = self.resting - 1, 0

    def is_enough(self):
        return self.bad > self.patience

    def smaller(self, lr):
        return max(lr * self.factor, self.min_lr)

    def begin_anew(self):
        self.bad, self.resting = 0, self.cooldown


@exercise.misconception("reducing at `patience` bad epochs, where it takes one more", of=_Rules, method="is_enough")
def impatient(self):
    return self.bad >= self.patience


@exercise.misconception("bad epochs counted all along, also after a better one", of=_Rules, method="improve")
def never_forgives(self, value):
    self.best = value


@exercise.misconception("the count not set back after a reduction: every epoch reduces", of=_Rules, method="begin_anew")
def goes_on_counting(self):
    self.resting = self.cooldown


@exercise.misconception("compared with the epoch before, not with the best one so far", of=_Rules, method="worsen")
def compares_with_last(self, value):
    self.best = value
    self.bad += 1


@exercise.misconception("the best moved by gains below the threshold too: no creep counts", of=_Rules, method="worsen")
def creeps(self, value):
    self.best = self.sign * min(self.sign * self.best, self.sign * value)
    self.bad += 1


@exercise.misconception("the threshold ignored: every smallest gain is better", of=_Rules, method="bound")
def no_threshold(self):
    return self.best


@exercise.misconception("an absolute threshold, where it is a share of the best value", of=_Rules, method="bound")
def always_absolute(self):
    return self.best - self.sign * self.threshold


@exercise.misconception("a relative threshold, where threshold_mode='abs' was asked for", of=_Rules, method="bound")
def always_relative(self):
    return self.best * (1 - self.sign * self.threshold)


@exercise.misconception("a share of the best value's size, also where it is below 0", of=_Rules, method="bound")
def share_of_size(self):
    return self.best - self.sign * self.threshold * (min(abs(self.best), 1e30) if self.relative else 1)


@exercise.misconception("the threshold with the wrong sign: slightly worse counts as better", of=_Rules, method="bound")
def lenient(self):
    sign = -self.sign
    return self.best * (1 - sign * self.threshold) if self.relative else self.best - sign * self.threshold


@exercise.misconception("mode ignored: smaller is always better", of=_Rules, method="__init__")
def always_min(self, optimizer, mode="min", **options):
    _Rules.__init__(self, optimizer, **options)
    self.demand(self.factor, mode)


@exercise.misconception("equal values taken for better ones", of=_Rules, method="is_better")
def equal_is_better(self, value):
    return self.sign * value <= self.sign * self.bound()


@exercise.misconception("a NaN taken for a better value: no comparison with it holds", of=_Rules, method="is_better")
def nan_is_better(self, value):
    return not self.sign * value >= self.sign * self.bound()


@exercise.misconception("a NaN passed over: an epoch that is not better is a bad one", of=_Rules, method="worsen")
def passes_over_nan(self, value):
    self.bad += value == value


@exercise.misconception("a best of 0 at first with mode='max': values may lie below", of=_Rules, method="__init__")
def zero_at_first(self, optimizer, mode="min", **options):
    _Rules.__init__(self, optimizer, mode, **options)
    self.best = max(0, self.best)


@exercise.misconception("no cooldown after a reduction", of=_Rules, method="rest")
def no_cooldown(self):
    pass


@exercise.misconception("a cooldown one epoch short: the reduction's own counts", of=_Rules, method="begin_anew")
def rests_less(self):
    self.bad, self.resting = 0, max(self.cooldown - 1, 0)


@exercise.misconception("a cooldown in which bad epochs still count", of=_Rules, method="rest")
def counts_in_cooldown(self):
    if self.resting > 0:
        self.resting, self.bad = self.resting - 1, min(self.bad, self.patience)


@exercise.misconception("values of a cooldown not looked at: a better one is the best, too", of=_Rules, method="step")
def looks_away(self, metrics):
    if self.resting > 0:
        self.resting -= 1
    else:
        _Rules.step(self, metrics)


@exercise.misconception("no reduction where it would lead below min_lr: it stops there", of=_Rules, method="smaller")
def stops_short(self, lr):
    return lr * self.factor if lr * self.factor >= self.min_lr else lr


@exercise.misconception("min_lr ignored", of=_Rules, method="smaller")
def no_minimum(self, lr):
    return lr * self.factor


@exercise.misconception("the factor subtracted, where it is multiplied with", of=_Rules, method="smaller")
def subtracts(self, lr):
    return max(lr - self.factor, self.min_lr)


@exercise.misconception("reduced by the share `factor`, where that share is what remains", of=_Rules, method="smaller")
def reduces_by(self, lr):
    return max(lr * (1 - self.factor), self.min_lr)


@exercise.misconception("one single reduction, and never another one", of=_Rules, method="begin_anew")
def only_once(self):
    self.patience = float("inf")


@exercise.misconception("a factor of 1 or more, or an unknown mode, accepted silently", of=_Rules, method="demand")
def accepts_all(self, factor, mode):
    pass


def starts(draw, groups=1):
    return draw.uniform(groups, low=0.5, high=2.0, dtype=torch.float64)


def values(*numbers):
    return torch.tensor(numbers, dtype=torch.float64)


@check(
    3,
    "When has the loss stopped getting better, and who counts that?",
    "Keep the best value and a count of bad epochs; a better value becomes the best, and sets the count to 0.",
    "`if self.bad > self.patience:` multiply each group['lr'] by factor, and set the count to 0 again.",
)
@pytest.mark.parametrize("patience", [0, 1, 3])
def test_patience(verify, draw, patience):
    """reduces after more than `patience` bad epochs in a row, again and again; 10 of them by default"""
    verify(starts(draw), values(3.0, 2.0, *[2.0] * 9), patience=patience, factor=0.5)
    verify(starts(draw), values(5.0, 6.0, 4.0, 4.5, 4.5, 3.0, 3.5, 2.0, 2.5, 1.0, 0.9995, 0.99945), patience=patience)
    verify(starts(draw), values(*[1.0] * 13))


@check(
    2,
    "By how much must a value be smaller than the best one to count?",
    "rel: best * (1 - threshold); abs: best - threshold. A gain that does not count leaves the best as it is.",
)
@pytest.mark.parametrize(("mode", "threshold"), [("rel", 0.1), ("abs", 0.1), ("rel", 0.0), ("abs", 0.5)], ids=str)
def test_threshold(verify, draw, mode, threshold):
    """counts gains above the threshold only, relative or absolute, and compares with the best value"""
    creep = values(10.0, 9.5, 9.0, 8.5, 8.2, 8.0, 7.9, 8.1, 8.0, 7.9, 7.9, 7.9)
    options = {"patience": 1, "threshold": threshold, "threshold_mode": mode}
    verify(starts(draw), creep, factor=0.5, **options)
    verify(starts(draw), creep / 20, factor=0.5, **options)
    verify(starts(draw), values(2.0, 1.0, 3.0, 2.5, 2.0, 1.5), **options)
    verify(starts(draw), values(-2.0, -2.1, -2.0, -1.9, -1.8, -1.7), **options)


@check(
    1,
    "An accuracy is better when it is larger. Which comparisons turn round?",
    "With mode='max' the best starts at -inf, and better means above best * (1 + threshold), or best + threshold.",
)
@pytest.mark.parametrize("mode", ["rel", "abs"])
def test_maximum(verify, draw, mode):
    """looks for larger values with mode='max'"""
    rises = values(0.5, 0.6, 0.7, 0.72, 0.74, 0.7, 0.9, 0.9, 0.9, 0.9)
    verify(starts(draw), rises, mode="max", patience=1, threshold=0.1, threshold_mode=mode)
    verify(starts(draw), -rises.flip(0), mode="max", patience=1, factor=0.3, threshold_mode=mode)


@check(
    2,
    "What should happen right after a reduction, and where does it all end?",
    "While a cooldown runs, the count of bad epochs is kept at 0. A learning rate never falls below min_lr.",
)
def test_cooldown(verify, draw):
    """rests for `cooldown` epochs after a reduction, and never goes below min_lr"""
    flat = values(1.0, *[1.0] * 14)
    verify(starts(draw), flat, patience=2, factor=0.5, cooldown=3)
    verify(starts(draw), flat, patience=0, factor=0.5, cooldown=1)
    verify(starts(draw), values(2.0, 2.0, 2.0, 1.0, *[1.5] * 6), patience=1, factor=0.5, cooldown=2)
    verify(starts(draw), flat, patience=1, factor=0.5, min_lr=0.25)


@check(
    1,
    "What comes out of a comparison with NaN?",
    "`float(metrics)` turns a tensor into a number; write the test so that NaN fails it: `value < bound`.",
)
def test_inputs(verify, draw):
    """takes tensors, several groups, and NaN, which is never better"""
    verify(starts(draw, 3), values(2.0, 1.0, 1.5, 1.5, 1.0), patience=1, as_tensors=True)
    verify(starts(draw), values(2.0, 2.0, NAN, 2.0, NAN, NAN, 1.0, 1.0), patience=1)


@check(1, "With which factor would the learning rate not become smaller?", "Raise ValueError in the constructor.")
def test_refuses(verify, draw):
    """raises ValueError for a factor of 1 or more, and for an unknown mode"""
    verify(starts(draw), values(1.0, 1.0, 1.0), factor=0.99, patience=0)
    verify.raises(ValueError)(starts(draw), values(1.0), factor=1.0)
    verify.raises(ValueError)(starts(draw), values(1.0), mode="middle")
