"""binary_cross_entropy_with_logits, held against torch.nn.functional.binary_cross_entropy_with_logits."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

exercise = Exercise(
    "binary_cross_entropy_with_logits",
    reference=F.binary_cross_entropy_with_logits,
    forbidden=(
        "torch.nn.functional.binary_cross_entropy_with_logits",
        "aten::*binary_cross_entropy*",
        "torch.nn.functional.multilabel_soft_margin_loss",  # of a single label it is this loss
    ),
)
exercise.equivalent(
    "logaddexp is the same either way round",
    "no_log_p = torch.logaddexp(torch.zeros_like(input), -input) -> no_log_p = torch.logaddexp(-input, "
    "torch.zeros_like(input))",
)


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one."""

    def __new__(cls, *args, **options):
        """Called like a function, it gives the function's answer."""
        return super().__new__(cls).run(*args, **options)

    def run(self, input, target, weight=None, reduction="mean", pos_weight=None):
        if reduction not in ("none", "mean", "sum"):
            raise ValueError(reduction)
        pos_weight = torch.ones_like(input) if pos_weight is None else pos_weight.expand_as(input)
        weight = torch.ones_like(input) if weight is None else weight.expand_as(input)
        log_yes, log_no = self.logs(input)
        return self.reduced(weight * self.losses(log_yes, log_no, target, pos_weight), weight, reduction)

    def logs(self, input):
        return F.logsigmoid(input), F.logsigmoid(-input)

    def losses(self, log_yes, log_no, target, pos_weight):
        return -(pos_weight * target * log_yes + (1 - target) * log_no)

    def reduced(self, losses, weight, reduction):
        return {"none": losses, "sum": losses.sum(), "mean": losses.mean()}[reduction]


@exercise.misconception(
    "a sigmoid twice: this loss takes the logits and calls the sigmoid itself", of=_Rules, method="logs"
)
def sigmoid_twice(self, input):
    return F.logsigmoid(input.sigmoid()), F.logsigmoid(-input.sigmoid())


@exercise.misconception(
    "no sigmoid at all: a negative logit has no logarithm, which gives NaN", of=_Rules, method="logs"
)
def no_sigmoid(self, input):
    return input.log(), (1 - input).log()


@exercise.misconception("the probabilities themselves: the logarithm is missing", of=_Rules, method="logs")
def no_logarithm(self, input):
    return input.sigmoid(), (-input).sigmoid()


@exercise.misconception(
    "log(sigmoid(x)) or log(1 + exp(-x)) as it stands: for a logit of -1000 both are infinite",
    of=_Rules,
    method="logs",
)
def log_of_zero(self, input):
    return input.sigmoid().log(), (1 - input.sigmoid()).log()


@exercise.misconception(
    "1e-9 added inside the logarithm, so that no loss can be larger than 20.7", of=_Rules, method="logs"
)
def capped(self, input):
    return (input.sigmoid() + 1e-9).log(), (1 - input.sigmoid() + 1e-9).log()


@exercise.misconception(
    "probabilities clamped to at least 1e-7: no loss is larger than 16.1, and no gradient is left there",
    of=_Rules,
    method="logs",
)
def clamped(self, input):
    p = input.sigmoid().clamp(1e-7, 1 - 1e-7)
    return p.log(), (1 - p).log()


@exercise.misconception(
    "log(1 + exp(-x)) as it stands: exp(1000) is infinite, and infinity minus infinity is NaN", of=_Rules, method="logs"
)
def no_shift(self, input):
    softplus = (1 + (-input).exp()).log()
    return -softplus, -input - softplus


@exercise.misconception(
    "a formula for each sign, with both worked out everywhere: exp overflows in the one not taken, whose slope is NaN",
    of=_Rules,
    method="logs",
)
def both_branches(self, input):
    softplus = torch.where(input >= 0, (-input).exp().log1p(), input.exp().log1p() - input)
    return -softplus, -input - softplus


@exercise.misconception("the logarithm to base 2 in the place of the natural one", of=_Rules, method="logs")
def base_two(self, input):
    return F.logsigmoid(input) / torch.tensor(2.0).log(), F.logsigmoid(-input) / torch.tensor(2.0).log()


@exercise.misconception(
    "only the yes part: an entry whose target is 0 costs nothing, whatever the model says", of=_Rules, method="losses"
)
def yes_only(self, log_yes, log_no, target, pos_weight):
    return -pos_weight * target * log_yes


@exercise.misconception(
    "the logarithms without their minus sign: a loss that falls when the model gets worse", of=_Rules, method="losses"
)
def no_minus(self, log_yes, log_no, target, pos_weight):
    return -_Rules.losses(self, log_yes, log_no, target, pos_weight)


@exercise.misconception("yes and no swapped: the model is taught the opposite", of=_Rules, method="losses")
def swapped(self, log_yes, log_no, target, pos_weight):
    return _Rules.losses(self, log_no, log_yes, target, pos_weight)


@exercise.misconception("`pos_weight` on the whole loss; it belongs to the yes part alone", of=_Rules, method="losses")
def weighs_both(self, log_yes, log_no, target, pos_weight):
    return pos_weight * _Rules.losses(self, log_yes, log_no, target, 1)


@exercise.misconception("`pos_weight` on the no part, which should be left as it is", of=_Rules, method="losses")
def weighs_no(self, log_yes, log_no, target, pos_weight):
    return -(target * log_yes + pos_weight * (1 - target) * log_no)


@exercise.misconception("no `pos_weight`, whatever was asked for", of=_Rules, method="losses")
def no_pos_weight(self, log_yes, log_no, target, pos_weight):
    return _Rules.losses(self, log_yes, log_no, target, 1)


@exercise.misconception(
    "`pos_weight` only where the target is exactly 1: a target of 0.5 is half a yes, and half of it is weighted",
    of=_Rules,
    method="losses",
)
def weighs_whole_yes(self, log_yes, log_no, target, pos_weight):
    return _Rules.losses(self, log_yes, log_no, target, torch.where(target == 1, pos_weight, 1))


@exercise.misconception("the target cut off from the graph, so that no gradient reaches it", of=_Rules, method="losses")
def detached_target(self, log_yes, log_no, target, pos_weight):
    return _Rules.losses(self, log_yes, log_no, target.detach(), pos_weight)


@exercise.misconception("a target between 0 and 1 rounded to yes or no", of=_Rules, method="losses")
def rounds_target(self, log_yes, log_no, target, pos_weight):
    return _Rules.losses(self, log_yes, log_no, (target > 0.5).to(log_yes.dtype), pos_weight)


@exercise.misconception(
    "the weighted sum divided by the sum of the weights; here the mean divides by the number of entries",
    of=_Rules,
    method="reduced",
)
def divides_by_weights(self, losses, weight, reduction):
    return losses.sum() / weight.sum() if reduction == "mean" else _Rules.reduced(self, losses, weight, reduction)


@exercise.misconception("no `weight`, whatever was asked for", of=_Rules, method="reduced")
def no_weight(self, losses, weight, reduction):
    return _Rules.reduced(self, losses / weight, weight, reduction)


@exercise.misconception(
    "the sum divided by the number of samples; the mean goes over all entries", of=_Rules, method="reduced"
)
def mean_over_samples(self, losses, weight, reduction):
    return losses.sum() / len(losses) if reduction == "mean" else _Rules.reduced(self, losses, weight, reduction)


@exercise.misconception("the sum, whatever `reduction` was asked for", of=_Rules, method="reduced")
def always_sum(self, losses, weight, reduction):
    return losses.sum()


@exercise.misconception("the mean, whatever `reduction` was asked for", of=_Rules, method="reduced")
def always_mean(self, losses, weight, reduction):
    return losses.mean()


def coins(draw, *shape):
    """Targets of 0 and 1; the first two differ, so that no case sees one of them alone."""
    drawn = draw.integers(*shape, high=2).float()
    drawn.flatten()[:2] = torch.tensor([1.0, 0.0])[: drawn.numel()]
    return drawn


@check(
    1,
    "How likely is the right answer, if the target is 1? And if it is 0?",
    "-log(sigmoid(x)) for a yes, -log(1 - sigmoid(x)) for a no; the target says how much of each.",
    "With `sp = torch.nn.functional.softplus(-x)`: the loss of a yes is `sp`, the loss of a no is `x + sp`.",
)
@pytest.mark.parametrize("shape", [(1,), (4,), (3, 5), (2, 3, 4)], ids=str)
def test_mean(verify, draw, shape):
    """gives the mean loss of answers that are yes, no, or something between"""
    verify(draw.normal(*shape, std=2), coins(draw, *shape))
    verify(draw.normal(*shape, std=2), draw.uniform(*shape))


@check(
    2,
    "How many numbers should come back for each of the three reductions?",
    '"none" keeps the loss of each entry; "sum" adds all of them up; "mean" divides that by their number.',
    '`if reduction == "none": return losses`; then `losses.sum()` or `losses.mean()`; else `raise ValueError(...)`.',
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_reductions(verify, draw, reduction):
    """gives the loss of each entry, their sum or their mean, as asked, and refuses any other word with ValueError"""
    verify(draw.normal(3), coins(draw, 3), reduction=reduction)
    verify(draw.normal(3, 5), coins(draw, 3, 5), reduction=reduction)
    verify.raises(ValueError)(draw.normal(3), coins(draw, 3), reduction="average")


@check(
    2,
    "What is sigmoid(-1000) in float32, and what is its logarithm?",
    "Do not take the logarithm of a probability: -log(sigmoid(x)) is log(1 + exp(-x)), which for x = -1000 is 1000.",
    "`torch.logaddexp(zeros, -x)` and `torch.nn.functional.softplus(-x)` give log(1 + exp(-x)) without overflow.",
)
def test_confident(verify):
    """gives a model that is sure and right a loss of 0, and one that is sure and wrong its full loss of 1000"""
    verify(torch.tensor([1000.0, 2.0]), torch.tensor([0.75, 1.0]), reduction="none")
    verify(torch.tensor([-1000.0, 2.0]), torch.tensor([0.0, 1.0]), reduction="none")
    verify(torch.tensor([-1000.0, 2.0]), torch.tensor([1.0, 0.0]), reduction="none")
    verify(torch.tensor([1000.0, -1e4, 1e4]), torch.tensor([0.0, 0.25, 0.75]), reduction="none")
    verify.gradients(torch.tensor([1000.0, -1000.0, 30.0]), torch.tensor([0.0, 1.0, 0.0]), wrt=(0,))


@check(
    2,
    "Which of the two parts of the loss does `pos_weight` belong to, and which does `weight`?",
    "`pos_weight` multiplies the yes part, target * -log(p); `weight` multiplies the whole loss of an entry.",
    "The mean still divides by the number of entries: `(weight * losses).mean()`.",
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_weights(verify, draw, reduction):
    """uses pos_weight for the yes part alone, and weight for every loss"""
    pos_weight = torch.tensor([0.5, 3.0, 1.0])
    verify(draw.normal(2, 3), coins(draw, 2, 3), pos_weight=pos_weight, reduction=reduction)
    verify(draw.normal(4, 3), draw.uniform(4, 3), pos_weight=pos_weight, reduction=reduction)
    verify(draw.normal(2, 3), coins(draw, 2, 3), draw.uniform(2, 3, low=0.5, high=2), reduction=reduction)
    verify(draw.normal(2, 3), coins(draw, 2, 3), draw.uniform(2, 1, low=0.5, high=2), reduction=reduction)
    verify(draw.normal(3, 3), coins(draw, 3, 3), weight=pos_weight, pos_weight=pos_weight, reduction=reduction)


@check(
    1,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "The slope is sigmoid(x) - target, as in cross entropy; the mean divides it by the number of entries.",
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_gradient(verify, draw, reduction):
    """lets the gradient through to the logits and to the target"""
    verify.gradients(draw.normal(4), draw.uniform(4), reduction=reduction)
    verify.gradients(draw.normal(4), coins(draw, 4), reduction=reduction)
    verify.gradients(draw.normal(3, 4), draw.uniform(3, 4), pos_weight=draw.uniform(4), reduction=reduction, wrt=(0,))


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
    verify(draw.normal(4, 3).T, coins(draw, 3, 4), reduction="none")
    verify.contract(draw.normal(3, 4), coins(draw, 3, 4))
    verify.contract(draw.normal(3, 4), draw.uniform(3, 4), pos_weight=draw.uniform(4), reduction="none")
