"""kl_div, held against torch.nn.functional.kl_div."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional


def reference(input, target, reduction="mean", log_target=False):
    """torch's own; its "mean" is written out, since torch warns there that a later release will change it."""
    if reduction == "mean":
        return F.kl_div(input, target, reduction="none", log_target=log_target).mean()
    return F.kl_div(input, target, reduction=reduction, log_target=log_target)


exercise = Exercise("kl_div", reference=reference, forbidden=("torch.nn.functional.kl_div", "torch.distributions"))


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one."""

    def __new__(cls, *args, **options):
        """Called like a function, it gives the function's answer."""
        return super().__new__(cls).run(*args, **options)

    def run(self, input, target, reduction="mean", log_target=False):
        if reduction not in ("none", "mean", "sum", "batchmean"):
            raise ValueError(reduction)
        return self.reduced(self.losses(input, target, log_target), reduction)

    def losses(self, input, target, log_target):
        p = self.probabilities(target, log_target)
        return self.self_information(p) - p * input

    def probabilities(self, target, log_target):
        return target.exp() if log_target else target

    def self_information(self, p):
        return torch.xlogy(p, p)

    def reduced(self, losses, reduction):
        mean = losses.sum() / len(losses)
        return {"none": losses, "sum": losses.sum(), "mean": losses.mean(), "batchmean": mean}[reduction]


@exercise.misconception(
    "the divergence the other way round: the target's log-probabilities weighted by the input's",
    of=_Rules,
    method="losses",
)
def other_way(self, input, target, log_target):
    return input.exp() * (input - self.probabilities(target, log_target).log())


@exercise.misconception(
    "a logarithm of the input, which holds log-probabilities already: their logarithm is NaN",
    of=_Rules,
    method="losses",
)
def input_not_log(self, input, target, log_target):
    return _Rules.losses(self, input.log(), target, log_target)


@exercise.misconception(
    "the minus sign of a cross entropy: this divergence is negative where it should be positive",
    of=_Rules,
    method="losses",
)
def negative(self, input, target, log_target):
    return -_Rules.losses(self, input, target, log_target)


@exercise.misconception(
    "the difference of the logarithms, not weighted by the target's probabilities", of=_Rules, method="losses"
)
def unweighted(self, input, target, log_target):
    return self.probabilities(target, log_target).log() - input


@exercise.misconception("the probabilities subtracted; their logarithms should be", of=_Rules, method="losses")
def difference_of_probabilities(self, input, target, log_target):
    p = self.probabilities(target, log_target)
    return p * (p - input.exp())


@exercise.misconception(
    "a log_softmax inside, as in cross entropy; kl_div takes the numbers as they are", of=_Rules, method="losses"
)
def softmax_inside(self, input, target, log_target):
    return _Rules.losses(self, input.log_softmax(-1), target, log_target)


@exercise.misconception(
    "cross entropy: target * log(target) is missing, so that equal distributions are not at 0",
    of=_Rules,
    method="self_information",
)
def cross_entropy(self, p):
    return torch.zeros_like(p)


@exercise.misconception(
    "0 * log(0) as it stands, which is NaN; an entry whose target is 0 costs nothing",
    of=_Rules,
    method="self_information",
)
def zero_times_infinity(self, p):
    return p * p.log()


@exercise.misconception(
    "`log_target` not looked at: the target is always taken for probabilities", of=_Rules, method="probabilities"
)
def never_log(self, target, log_target):
    return target


@exercise.misconception(
    "`log_target` the wrong way round: probabilities are exponentiated, logarithms are not",
    of=_Rules,
    method="probabilities",
)
def log_reversed(self, target, log_target):
    return target if log_target else target.exp()


@exercise.misconception(
    "`target > 0` asked of logarithms too, which are below 0: with `log_target` every entry comes out as 0",
    of=_Rules,
    method="losses",
)
def no_positive_logarithm(self, input, target, log_target):
    return torch.where(target > 0, _Rules.losses(self, input, target, log_target), 0)


@exercise.misconception(
    '"batchmean" taken for the mean over all entries; it divides by the number of samples alone',
    of=_Rules,
    method="reduced",
)
def batchmean_is_mean(self, losses, reduction):
    return _Rules.reduced(self, losses, "mean" if reduction == "batchmean" else reduction)


@exercise.misconception(
    '"batchmean" as a mean over everything but the last dimension; it divides by the number of samples alone',
    of=_Rules,
    method="reduced",
)
def batchmean_of_rows(self, losses, reduction):
    return losses.sum(-1).mean() if reduction == "batchmean" else _Rules.reduced(self, losses, reduction)


@exercise.misconception(
    '"mean" taken for "batchmean": torch divides by the number of all entries there', of=_Rules, method="reduced"
)
def mean_is_batchmean(self, losses, reduction):
    return _Rules.reduced(self, losses, "batchmean" if reduction == "mean" else reduction)


@exercise.misconception('one number for each sample with "none"; torch keeps every entry', of=_Rules, method="reduced")
def none_is_per_sample(self, losses, reduction):
    return losses.flatten(1).sum(1) if reduction == "none" else _Rules.reduced(self, losses, reduction)


@exercise.misconception("the sum, whatever `reduction` was asked for", of=_Rules, method="reduced")
def always_sum(self, losses, reduction):
    return losses.sum()


@exercise.misconception("the mean, whatever `reduction` was asked for", of=_Rules, method="reduced")
def always_mean(self, losses, reduction):
    return losses.mean()


def pair(draw, *shape):
    """Log-probabilities, and probabilities."""
    return draw.normal(*shape).log_softmax(-1), draw.normal(*shape).softmax(-1)


@check(
    2,
    "Which of the two arguments holds logarithms already?",
    "The target weighs the difference of the logarithms: target * (log(target) - input).",
)
@pytest.mark.parametrize("shape", [(1, 2), (3, 4), (2, 3, 5)], ids=str)
def test_entries(verify, draw, shape):
    """gives each entry's part of the divergence"""
    verify(*pair(draw, *shape), reduction="none")


@check(
    2,
    "Through which number does each reduction divide?",
    '"mean" divides by the number of all entries, "batchmean" by the number of samples, `input.shape[0]`.',
    "Write all four: `losses`, `losses.sum()`, `losses.mean()`, `losses.sum() / input.shape[0]`; else ValueError.",
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean", "batchmean"])
def test_reductions(verify, draw, reduction):
    """reduces in four ways, batchmean among them, with mean as the default, and refuses any other word"""
    verify(*pair(draw, 2, 3), reduction=reduction)
    verify(*pair(draw, 5, 2, 3), reduction=reduction)
    verify(*pair(draw, 2, 4))
    verify.raises(ValueError)(*pair(draw, 2, 3), reduction="average")


@check(
    2,
    "What are log(0) and 0 * log(0) in torch?",
    "An entry whose target is 0 costs nothing: take `torch.where(target > 0, ..., 0)`, or `torch.xlogy`.",
    "`torch.xlogy(target, target)` is target * log(target), and 0 where the target is 0.",
)
def test_zeros(verify, draw):
    """lets an entry whose target is 0 cost nothing, and passes no NaN back to the input"""
    input, _ = pair(draw, 2, 3)
    target = torch.tensor([[0.5, 0.5, 0.0], [0.0, 1.0, 0.0]])
    verify(input, target, reduction="none")
    verify.gradients(input, target, reduction="batchmean", wrt=(0,))


@check(
    1,
    "If the target holds logarithms, how do you get its probabilities?",
    "`target.exp() * (target - input)`: exp gives the probabilities, and the logarithm is there already.",
)
@pytest.mark.parametrize("reduction", ["none", "batchmean"])
def test_log_target(verify, draw, reduction):
    """takes the logarithms of the target's probabilities with log_target=True"""
    verify(draw.normal(2, 3).log_softmax(1), draw.normal(2, 3).log_softmax(1), reduction=reduction, log_target=True)
    verify(*pair(draw, 2, 3), reduction=reduction, log_target=False)
    verify(draw.normal(2, 3).log_softmax(1), draw.normal(2, 3).log_softmax(1), reduction, True)


@check(
    1,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "The slope in the input is minus the target, whatever the input is: do no softmax of your own.",
)
@pytest.mark.parametrize("log_target", [False, True])
def test_gradient(verify, draw, log_target):
    """lets the gradient through to the input and to the target, for inputs that are no distribution too"""
    input, target = draw.normal(3, 4), draw.normal(3, 4).log_softmax(1)
    verify.gradients(input, target if log_target else target.exp(), reduction="batchmean", log_target=log_target)


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
    input, target = pair(draw, 4, 3)
    verify(input.T, target.T, reduction="batchmean")
    verify.contract(input, target, reduction="none")
    verify.contract(input, target, reduction="batchmean")
