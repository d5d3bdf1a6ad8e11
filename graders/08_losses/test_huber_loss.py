"""huber_loss, held against torch.nn.functional.huber_loss."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

exercise = Exercise(
    "huber_loss",
    reference=F.huber_loss,
    forbidden=(
        "torch.nn.functional.huber_loss",
        "torch.nn.functional.smooth_l1_loss",
        "aten::*huber_loss*",
        "aten::*smooth_l1_loss*",
    ),
)
exercise.equivalent(
    "the distance has no sign, and both pieces meet at delta with one slope",
    "distance = (input - target).abs() -> distance = (target - input).abs()",
    "losses = torch.where(distance <= delta, distance**2 / 2, delta * (distance - delta / 2)) -> losses = "
    "torch.where((distance < delta), distance**2 / 2, delta * (distance - delta / 2))",
)


class _Rules:
    """Huber's loss in pieces, so that each misconception below replaces a single one."""

    def __new__(cls, *args, **options):
        """Called like a function, it gives the function's answer."""
        return super().__new__(cls).run(*args, **options)

    def run(self, input, target, reduction="mean", delta=1.0):
        if self.refuses(delta):
            raise ValueError(delta)
        return self.reduced(self.losses(input - target, delta), reduction)

    def refuses(self, delta):
        return delta <= 0

    def losses(self, d, delta):
        return torch.where(d.abs() <= delta, d**2 / 2, delta * (d.abs() - delta / 2))

    def reduced(self, losses, reduction):
        if reduction not in ("none", "mean", "sum"):
            raise ValueError(reduction)
        return {"none": torch.clone, "mean": torch.mean, "sum": torch.sum}[reduction](losses)


@exercise.misconception(
    "the smooth L1 loss: the whole loss is divided by delta, which shows where delta is not 1",
    of=_Rules,
    method="losses",
)
def smooth_l1(self, d, delta):
    return _Rules.losses(self, d, delta) / delta


@exercise.misconception(
    "delta * |d| for the large misses: without `- delta / 2` the loss jumps where the two lines meet",
    of=_Rules,
    method="losses",
)
def jumps(self, d, delta):
    return torch.where(d.abs() <= delta, d**2 / 2, delta * d.abs())


@exercise.misconception(
    "|d| - delta / 2 for the large misses: the slope there should be delta", of=_Rules, method="losses"
)
def slope_one(self, d, delta):
    return torch.where(d.abs() <= delta, d**2 / 2, d.abs() - delta / 2)


@exercise.misconception(
    "delta * (|d| - delta): half a delta is enough for the two lines to meet", of=_Rules, method="losses"
)
def whole_delta(self, d, delta):
    return torch.where(d.abs() <= delta, d**2 / 2, delta * (d.abs() - delta))


@exercise.misconception(
    "1/2 subtracted in the place of delta / 2: the two lines meet only where delta is 1", of=_Rules, method="losses"
)
def half_of_one(self, d, delta):
    return torch.where(d.abs() <= delta, d**2 / 2, delta * (d.abs() - 0.5))


@exercise.misconception("d**2 for the small misses; the factor 1/2 is missing", of=_Rules, method="losses")
def no_half(self, d, delta):
    return torch.where(d.abs() <= delta, d**2, delta * (d.abs() - delta / 2))


@exercise.misconception(
    "half the squared error everywhere: large misses are not straightened", of=_Rules, method="losses"
)
def only_squared(self, d, delta):
    return d**2 / 2


@exercise.misconception(
    "the straight line everywhere: misses close to 0 get a negative loss", of=_Rules, method="losses"
)
def only_straight(self, d, delta):
    return delta * (d.abs() - delta / 2)


@exercise.misconception("the two branches swapped: straight near 0 and squared far away", of=_Rules, method="losses")
def swapped(self, d, delta):
    return torch.where(d.abs() > delta, d**2 / 2, delta * (d.abs() - delta / 2))


@exercise.misconception(
    "d compared with delta without abs: a large miss below the target stays squared", of=_Rules, method="losses"
)
def signed_comparison(self, d, delta):
    return torch.where(d <= delta, d**2 / 2, delta * (d.abs() - delta / 2))


@exercise.misconception(
    "|d| compared with 1, whatever delta was asked for: the line begins where |d| is delta", of=_Rules, method="losses"
)
def bends_at_one(self, d, delta):
    return torch.where(d.abs() <= 1, d**2 / 2, delta * (d.abs() - delta / 2))


@exercise.misconception(
    "nothing where |d| is exactly delta: `<` and `>` leave such an entry to neither formula", of=_Rules, method="losses"
)
def gap_at_delta(self, d, delta):
    return torch.where(d.abs() == delta, 0, _Rules.losses(self, d, delta))


@exercise.misconception("delta taken as 1, whatever was asked for", of=_Rules, method="losses")
def delta_is_one(self, d, delta):
    return _Rules.losses(self, d, 1.0)


@exercise.misconception(
    "the pseudo-Huber loss, a smooth curve that is close to Huber's and not the same", of=_Rules, method="losses"
)
def pseudo(self, d, delta):
    return delta**2 * (torch.sqrt(1 + (d / delta) ** 2) - 1)


@exercise.misconception("the sum, whatever `reduction` was asked for", of=_Rules, method="reduced")
def always_sum(self, losses, reduction):
    return losses.sum()


@exercise.misconception("the mean, whatever `reduction` was asked for", of=_Rules, method="reduced")
def always_mean(self, losses, reduction):
    return losses.mean()


@exercise.misconception(
    "the sum divided by the number of samples; the mean goes over all entries", of=_Rules, method="reduced"
)
def mean_over_samples(self, losses, reduction):
    return losses.sum() / len(losses) if reduction == "mean" else _Rules.reduced(self, losses, reduction)


@exercise.misconception(
    "a delta of 0 or less is accepted, where only a positive one makes sense", of=_Rules, method="refuses"
)
def any_delta(self, delta):
    return False


@check(
    2,
    "Which of your numbers are closer to their target than 1, and which are farther away?",
    "Work out both formulas for all entries, and choose between them by comparing |d| with delta.",
    "`torch.where(d.abs() <= delta, d**2 / 2, delta * (d.abs() - delta / 2))` is the loss of each entry.",
)
@pytest.mark.parametrize("shape", [(1,), (4,), (3, 5), (2, 3, 4)], ids=str)
def test_mean(verify, draw, shape):
    """gives the mean loss of small and large misses, with delta 1"""
    far = draw.uniform(*shape, low=1.5, high=4) * draw.choice([1.0, -1.0])
    verify(draw.uniform(*shape, low=-0.9, high=0.9), torch.zeros(shape))
    verify(far, torch.zeros(shape))
    verify(-far, torch.zeros(shape))
    verify(draw.normal(*shape, std=3), draw.normal(*shape))


@check(
    2,
    "What happens to the two formulas when delta is 2?",
    "delta stands in three places: in the comparison, as the slope of the straight line, and in `- delta / 2`.",
    "The squared part does not depend on delta; smooth_l1_loss, which divides everything by its beta, is another loss.",
)
@pytest.mark.parametrize("delta", [2.0, 0.5, 10.0])
def test_delta(verify, draw, delta):
    """bends at any delta, and refuses one that is not positive"""
    verify(torch.tensor([0.25, -1.0, 1.5, -3.0, 8.0, -20.0]), torch.zeros(6), reduction="none", delta=delta)
    verify(torch.tensor([delta, -delta, 0.0]), torch.zeros(3), reduction="none", delta=delta)  # where both lines meet
    verify(draw.normal(3, 4, std=4), draw.normal(3, 4), delta=delta)
    verify(draw.normal(5, std=4), draw.normal(5), "sum", delta)
    verify.raises(ValueError, RuntimeError)(draw.normal(3), draw.normal(3), delta=0.0)
    verify.raises(ValueError, RuntimeError)(draw.normal(3), draw.normal(3), delta=-1.0)


@check(
    2,
    "How many numbers should come back for each of the three reductions?",
    '"none" keeps the loss of each entry, in the shape of input; "sum" adds all of them up to one number.',
    '`if reduction == "none": return losses`; then `losses.sum()` or `losses.mean()`; else `raise ValueError(...)`.',
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
@pytest.mark.parametrize("shape", [(3,), (3, 5)], ids=str)
def test_reductions(verify, draw, shape, reduction):
    """gives the loss of each entry, their sum or their mean, as asked, and refuses any other word with ValueError"""
    verify(draw.normal(*shape, std=3), draw.normal(*shape), reduction=reduction)
    verify.raises(ValueError)(draw.normal(*shape), draw.normal(*shape), reduction="average")


@check(
    2,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "The slope is d while |d| is smaller than delta, and then stays at delta or -delta.",
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_gradient(verify, draw, reduction):
    """lets the gradient through to the input and to the target, also where a prediction is exactly right"""
    verify.gradients(torch.tensor([0.5, 3.0, -3.0, 0.0]), torch.zeros(4), reduction=reduction)
    verify.gradients(draw.normal(3, 5, std=3), draw.normal(3, 5), reduction=reduction, delta=2.0)


@check(
    1,
    "These calls are from torch's own tests of this function: which shape or option is new to your code?",
    "The case in brackets gives shapes and options: make such a call yourself, and compare with torch's answer.",
)
@pytest.mark.parametrize("sample", samples(__file__), ids=str)
def test_of_torch(verify, draw, sample):
    """agrees with torch on calls of torch's own tests"""
    args, kwargs = sample.drawn(draw)
    verify(*args, **kwargs)


@check(1, "Make new tensors with the input's dtype and device, and leave input and target as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, leaves its inputs unchanged, and works on transposed tensors"""
    verify(draw.normal(4, 6, std=2).T, draw.normal(6, 4), reduction="none")
    verify.contract(draw.normal(3, 4, std=2), draw.normal(3, 4))
    verify.contract(draw.normal(3, 4, std=2), draw.normal(3, 4), reduction="none", delta=0.5)
