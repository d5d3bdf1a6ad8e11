"""cross_entropy with every option, held against torch.nn.functional.cross_entropy."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

exercise = Exercise(
    "cross_entropy",
    reference=F.cross_entropy,
    forbidden=("torch.nn.functional.cross_entropy", "aten::cross_entropy_loss", "aten::*nll_loss*"),
)
exercise.equivalent(
    "the exercise says nothing of a share below 0",
    "if not 0 <= label_smoothing <= 1: -> if not (-1) <= label_smoothing <= 1:",
)
exercise.equivalent(
    "the class taken for an ignored sample does not matter, as its loss is set to 0 below",
    "index = torch.where(kept, target, 0) -> index = torch.where(kept, target, 1)",
)

INF = float("inf")
WEIGHT = torch.tensor([0.5, 3.0, 1.5])


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one."""

    def __new__(cls, *args, **options):
        """Called like a function, it gives the function's answer."""
        return super().__new__(cls).run(*args, **options)

    def run(self, input, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
        if reduction not in ("none", "mean", "sum") or not 0 <= label_smoothing <= 1:
            raise ValueError
        w = torch.ones_like(input[0]) if weight is None else weight
        kept = self.kept(target, ignore_index)
        index = torch.where(kept, target, 0).clamp(min=0)
        log_p = self.log_p(input)
        right = -w[index] * log_p.gather(1, index[:, None]).squeeze(1)
        losses = self.left_out(self.smoothed(right, log_p, w, index, label_smoothing), kept)
        return self.reduced(losses, w[index], kept, reduction)

    def kept(self, target, ignore_index):
        return target != ignore_index

    def log_p(self, input):
        return input.log_softmax(1)

    def smoothed(self, right, log_p, w, index, share):
        return (1 - share) * right + share * -(w * log_p).mean(1)

    def left_out(self, losses, kept):
        return torch.where(kept, losses, 0)

    def reduced(self, losses, weights, kept, reduction):
        total = losses.sum()
        return {"none": losses, "sum": total, "mean": total / (weights * kept).sum()}[reduction]


@exercise.misconception("softmax before cross entropy, which takes the softmax itself", of=_Rules, method="log_p")
def softmax_twice(self, input):
    return input.softmax(1).log_softmax(1)


@exercise.misconception("the probabilities themselves: the logarithm is missing", of=_Rules, method="log_p")
def no_logarithm(self, input):
    return input.softmax(1)


@exercise.misconception(
    "the logarithm of a softmax: where a probability has become 0, its logarithm is infinite", of=_Rules, method="log_p"
)
def log_of_zero(self, input):
    return input.softmax(1).log()


@exercise.misconception(
    "a share of s / (C - 1) for each wrong class; torch gives s / C to every class, the right one too",
    of=_Rules,
    method="smoothed",
)
def only_wrong_classes(self, right, log_p, w, index, share):
    others = -(w * log_p).sum(1) - right
    return (1 - share) * right + share / (log_p.shape[1] - 1) * others


@exercise.misconception(
    "no share of s / C for the right class: what is spread adds up to less than 1", of=_Rules, method="smoothed"
)
def right_class_left_out(self, right, log_p, w, index, share):
    return (1 - share) * right + share / log_p.shape[1] * (-(w * log_p).sum(1) - right)


@exercise.misconception("s in the place of s / C: every class gets the whole share", of=_Rules, method="smoothed")
def whole_share_each(self, right, log_p, w, index, share):
    return (1 - share) * right + share * -(w * log_p).sum(1)


@exercise.misconception(
    "the right class keeps its whole share of 1, and the smoothing comes on top", of=_Rules, method="smoothed"
)
def on_top(self, right, log_p, w, index, share):
    return right + share * -(w * log_p).mean(1)


@exercise.misconception("no smoothing, whatever was asked for", of=_Rules, method="smoothed")
def no_smoothing(self, right, log_p, w, index, share):
    return right


@exercise.misconception("no class weights in the smoothed part: each class has its own", of=_Rules, method="smoothed")
def unweighted_spread(self, right, log_p, w, index, share):
    return (1 - share) * right + share * -log_p.mean(1)


@exercise.misconception(
    "the right class's weight for all classes in the smoothed part: each has its own", of=_Rules, method="smoothed"
)
def weighted_by_target(self, right, log_p, w, index, share):
    return (1 - share) * right + share * w[index] * -log_p.mean(1)


@exercise.misconception(
    "a mean that divides by the number of samples; divide by the sum of their weights", of=_Rules, method="reduced"
)
def divides_by_count(self, losses, weights, kept, reduction):
    return losses.sum() / kept.sum() if reduction == "mean" else _Rules.reduced(self, losses, weights, kept, reduction)


@exercise.misconception(
    "a mean that counts the ignored samples in the number it divides by", of=_Rules, method="reduced"
)
def counts_ignored(self, losses, weights, kept, reduction):
    # An ignored sample has no class, hence no weight of its own: people count it as 1.
    return _Rules.reduced(self, losses, torch.where(kept, weights, 1), torch.ones_like(kept), reduction)


@exercise.misconception("0 where every sample is ignored: such a mean is NaN", of=_Rules, method="reduced")
def zero_of_nobody(self, losses, weights, kept, reduction):
    return torch.nan_to_num(_Rules.reduced(self, losses, weights, kept, reduction))


@exercise.misconception(
    '"none" without the ignored samples: they stay in their place, with a loss of 0', of=_Rules, method="reduced"
)
def drops_ignored(self, losses, weights, kept, reduction):
    return losses[kept] if reduction == "none" else _Rules.reduced(self, losses, weights, kept, reduction)


@exercise.misconception("the mean, whatever `reduction` was asked for", of=_Rules, method="reduced")
def always_mean(self, losses, weights, kept, reduction):
    return _Rules.reduced(self, losses, weights, kept, "mean")


@exercise.misconception("the sum, whatever `reduction` was asked for", of=_Rules, method="reduced")
def always_sum(self, losses, weights, kept, reduction):
    return losses.sum()


@exercise.misconception("only -100 is ignored, whatever `ignore_index` was asked for", of=_Rules, method="kept")
def only_minus_100(self, target, ignore_index):
    return target != -100


@exercise.misconception(
    "every negative target is ignored, and `ignore_index` itself is not looked at", of=_Rules, method="kept"
)
def every_negative(self, target, ignore_index):
    return target >= 0


@exercise.misconception(
    "no sample is ignored: those to ignore count as class 0, or by their number", of=_Rules, method="kept"
)
def ignores_nobody(self, target, ignore_index):
    return torch.ones_like(target, dtype=torch.bool)


@exercise.misconception(
    "the losses times a mask of 0 and 1: an infinite loss of an ignored sample becomes NaN, not 0",
    of=_Rules,
    method="left_out",
)
def masked_by_product(self, losses, kept):
    return losses * kept


@exercise.misconception("no class weights, whatever was asked for")
def no_weights(input, target, weight=None, **options):
    return F.cross_entropy(input, target, **options)


@check(
    1,
    "Does it still give plain cross entropy when no option is used?",
    "With all weights 1, s = 0 and nobody ignored, the loss is log(sum of exp(z)) - z[t].",
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_plain(verify, draw, reduction):
    """gives plain cross entropy without options, for sure and wrong models too, and refuses any other reduction"""
    verify(draw.normal(1, 2), draw.integers(1, high=2), reduction=reduction)
    verify(draw.normal(2, 3, std=2), draw.integers(2, high=3), reduction=reduction)
    verify(draw.normal(5, 3, std=2), draw.integers(5, high=3), reduction=reduction)
    verify(torch.tensor([[1000.0, 0.0, 0.0], [0.0, 1.0, 2.0]]), torch.tensor([1, 0]), reduction=reduction)
    verify.raises(ValueError)(draw.normal(2, 3), torch.tensor([0, 1]), reduction="average")


@check(
    1,
    "How much does each sample count, if its class has the weight 3?",
    "`weight[target]` is the weight of each sample: multiply every loss by it.",
    "The mean is the sum of the weighted losses, divided by `weight[target].sum()`.",
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_weight(verify, draw, reduction):
    """weights the classes, and divides the mean by the weights that were used"""
    verify(draw.normal(2, 3), torch.tensor([0, 1]), WEIGHT, reduction=reduction)
    verify(draw.normal(6, 3, std=2), torch.tensor([0, 1, 2, 2, 1, 1]), weight=WEIGHT, reduction=reduction)


@check(
    2,
    "What should an ignored sample add to the sum, and what to the number that the mean divides by?",
    "It adds 0 to both. An index of -100 cannot be used: put some real class in its place first.",
    "`kept = target != ignore_index`, `index = torch.where(kept, target, 0)`; last, `torch.where(kept, losses, 0)`.",
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_ignore_index(verify, draw, reduction):
    """leaves out the samples whose target is ignore_index, be it a class or not, and be their scores infinite"""
    verify(draw.normal(2, 3), torch.tensor([-100, 1]), reduction=reduction)
    verify(draw.normal(4, 3), torch.tensor([-1, 0, -1, 2]), ignore_index=-1, weight=WEIGHT, reduction=reduction)
    verify(draw.normal(4, 3), torch.tensor([1, 0, 2, 1]), ignore_index=1, reduction=reduction)
    endless = torch.cat([draw.normal(2, 3), torch.tensor([[INF, 0.0, -INF], [-INF, -INF, -INF]])])
    verify(endless, torch.tensor([2, 0, -100, -100]), reduction=reduction)
    verify(draw.normal(2, 3), torch.tensor([-100, -100]), reduction=reduction)  # a mean of nobody is NaN


@check(
    2,
    "How much of the label does the right class keep, and how much does each of the others get?",
    "Every class gets s / C, the right one too: together with its 1 - s it keeps 1 - s + s / C.",
    "`(1 - s) * right + s * (-log_p).mean(1)`: the mean over all C classes is the sum times 1 / C.",
)
@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("classes", [2, 5])
def test_smoothing(verify, draw, classes, share):
    """spreads label_smoothing evenly over all classes, and refuses a share above 1"""
    verify(draw.normal(3, classes, std=2), draw.integers(3, high=classes), label_smoothing=share, reduction="none")
    verify(draw.normal(3, classes, std=2), draw.integers(3, high=classes), label_smoothing=share)
    verify.raises(ValueError, RuntimeError)(draw.normal(2, 3), torch.tensor([0, 1]), label_smoothing=1.5)


@check(
    1,
    "In the smoothed part, which weight belongs to the log-probability of class c?",
    "Its own, w_c; the mean is still divided by the weights of the right classes alone.",
    "`(weight * -log_p).mean(1)` is the smoothed part; an ignored sample loses it as well.",
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_together(verify, draw, reduction):
    """puts weights, ignored samples and smoothing together"""
    options = {"weight": WEIGHT, "label_smoothing": 0.3, "reduction": reduction}
    verify(draw.normal(3, 3, std=2), torch.tensor([0, 1, 2]), **options)
    verify(draw.normal(5, 3, std=2), torch.tensor([0, -100, 1, 2, -100]), **options)
    verify(draw.normal(5, 3, std=2), torch.tensor([0, 1, 1, 2, 0]), ignore_index=1, **options)


@check(
    1,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "No gradient comes from an ignored sample: its row of the gradient is 0.",
)
def test_gradient(verify, draw):
    """lets the gradient through to the logits, and none from the ignored samples"""
    verify.gradients(draw.normal(4, 3), torch.tensor([0, -100, 1, 2]), reduction="none")
    verify.gradients(draw.normal(4, 3), torch.tensor([0, 1, 1, 2]), ignore_index=0, label_smoothing=0.2)


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


@check(1, "Make new tensors with the logits' dtype and device, and leave the logits and the target as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, leaves its inputs unchanged, and works on transposed logits"""
    verify(draw.normal(3, 4).T, torch.tensor([0, 1, 2, 1]), weight=WEIGHT)
    verify.contract(draw.normal(4, 3), torch.tensor([0, 1, -100, 2]), label_smoothing=0.2)
    verify.contract(draw.normal(4, 3), torch.tensor([0, 1, -100, 2]), weight=WEIGHT, reduction="none")
