"""cross_entropy, held against torch.nn.functional.cross_entropy."""

import pytest
import torch

from torchgrade import Exercise, check

F = torch.nn.functional

exercise = Exercise(
    "cross_entropy",
    reference=lambda logits, target, reduction="mean": F.cross_entropy(logits, target, reduction=reduction),
    forbidden=("aten::*nll_loss*", "aten::*softmax*", "torch.nn.functional.cross_entropy", "torch.distributions"),
)
exercise.equivalent(
    "the exercise says nothing of other words",
    'raise ValueError(f\'reduction is {reduction!r}, but must be "mean", "sum" or "none"\') -> pass',
)


def reduced(losses, reduction):
    """The losses, their mean or their sum."""
    return {"none": torch.clone, "mean": torch.mean, "sum": torch.sum}[reduction](losses)


@exercise.misconception("softmax before cross entropy, which takes the softmax itself")
def softmax_twice(logits, target, reduction="mean"):
    return F.cross_entropy(logits.softmax(1), target, reduction=reduction)


@exercise.misconception("a softmax over the samples; the classes are dim 1")
def over_samples(logits, target, reduction="mean"):
    return F.nll_loss(logits.log_softmax(0), target, reduction=reduction)


@exercise.misconception("the sum over the samples, whatever `reduction` was asked for")
def always_sum(logits, target, reduction="mean"):
    return F.cross_entropy(logits, target, reduction="sum")


@exercise.misconception("the mean over the samples, whatever `reduction` was asked for")
def always_mean(logits, target, reduction="mean"):
    return F.cross_entropy(logits, target)


@exercise.misconception(
    "squeeze() without a dimension: it drops every dimension of size 1, so a single sample loses its own"
)
def squeezes_all(logits, target, reduction="mean"):
    return F.cross_entropy(logits, target, reduction=reduction).squeeze()


@exercise.misconception("a mean over samples times classes; only the N samples are counted")
def mean_over_all(logits, target, reduction="mean"):
    loss = F.cross_entropy(logits, target, reduction=reduction)
    return loss / logits.shape[1] if reduction == "mean" else loss


@exercise.misconception("the logarithm to base 2 in the place of the natural one")
def base_two(logits, target, reduction="mean"):
    return F.cross_entropy(logits, target, reduction=reduction) / torch.tensor(2.0).log()


@exercise.misconception("minus the probability of the right class; the logarithm is missing")
def no_logarithm(logits, target, reduction="mean"):
    return F.nll_loss(logits.softmax(1), target, reduction=reduction)


@exercise.misconception("the logarithm without its minus sign: a loss that falls when the model gets worse")
def no_minus(logits, target, reduction="mean"):
    return -F.cross_entropy(logits, target, reduction=reduction)


@exercise.misconception("minus the right logit: without log-sum-exp the other classes do not matter")
def right_logit_only(logits, target, reduction="mean"):
    return F.nll_loss(logits, target, reduction=reduction)


@exercise.misconception("binary cross entropy of every class: what matters is the right class alone")
def binary(logits, target, reduction="mean"):
    hot = F.one_hot(target, logits.shape[1]).to(logits.dtype)
    losses = F.binary_cross_entropy(logits.softmax(1), hot, reduction="none")
    return losses.mean() if reduction == "mean" else reduced(losses.sum(1), reduction)


@exercise.misconception("z[:, target], which picks N logits from every row; z[arange(N), target] picks one")
def every_target(logits, target, reduction="mean"):
    return reduced(-logits.log_softmax(1)[:, target], reduction)


@exercise.misconception("1e-9 added inside the logarithm, so that no loss can be larger than 20.7")
def capped(logits, target, reduction="mean"):
    return reduced(-(logits.softmax(1).gather(1, target[:, None])[:, 0] + 1e-9).log(), reduction)


@exercise.misconception(
    "the logarithm of a probability that has become 0; take the logarithm of softmax on paper first"
)
def log_of_zero(logits, target, reduction="mean"):
    return reduced(-logits.softmax(1).gather(1, target[:, None])[:, 0].log(), reduction)


@exercise.misconception("log of a sum of exp(z) without first subtracting the largest logit: exp(1000) is infinite")
def no_shift(logits, target, reduction="mean"):
    return reduced(logits.exp().sum(1).log() - logits.gather(1, target[:, None])[:, 0], reduction)


@exercise.misconception("exp(z) / sum of exp(z) without first subtracting the largest logit: infinity over infinity")
def ratio_without_shift(logits, target, reduction="mean"):
    p = logits.exp() / logits.exp().sum(1, keepdim=True)
    return reduced(-p.gather(1, target[:, None])[:, 0].log(), reduction)


@exercise.misconception("subtracting the largest logit of the whole batch: rows far below it have a sum of 0")
def shift_by_global(logits, target, reduction="mean"):
    z = logits - logits.max()
    return reduced(z.exp().sum(1).log() - z.gather(1, target[:, None])[:, 0], reduction)


@check(
    2,
    "For one sample: how large is the probability of the right class, and what is minus its logarithm?",
    "-log softmax(z)[t] is log(sum of exp(z)) - z[t]: for each row one number, and `target` says which z to subtract.",
    "`logits.gather(1, target[:, None]).squeeze(1)` picks the right logits; `logits.logsumexp(1)` is the other part.",
)
@pytest.mark.parametrize(("samples", "classes"), [(1, 2), (2, 3), (3, 3), (6, 2), (3, 8)])
def test_mean(verify, draw, samples, classes):
    """gives the mean loss, for more samples than classes and for more classes than samples"""
    verify(draw.normal(samples, classes, std=2), draw.integers(samples, high=classes))


@check(
    2,
    "How many numbers should come back for each of the three reductions?",
    '"none" keeps the loss of each sample; "sum" adds them up; "mean" divides that by N, the number of samples.',
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
@pytest.mark.parametrize(("samples", "classes"), [(1, 2), (2, 3), (5, 3), (3, 7)])
def test_reductions(verify, draw, samples, classes, reduction):
    """gives each sample's own loss, their sum or their mean, as asked"""
    verify(draw.normal(samples, classes, std=2), draw.integers(samples, high=classes), reduction=reduction)


@check(
    1,
    "Does your code look at the numbers where they lie, or does it assume an order in memory?",
    "`view` refuses a transposed tensor; `reshape` copies it where it must.",
)
def test_non_contiguous(verify, draw):
    """works on transposed logits too"""
    verify(draw.normal(3, 4).T, draw.integers(4, high=3))


@check(
    2,
    "What are exp(1000) and log(0) in float32?",
    "Subtract each row's own largest logit before exp; the loss does not change.",
    "Do not take the logarithm of a probability: log(sum of exp(z)) - z[t] has no 0 inside, and needs no 1e-9.",
)
def test_confident(verify):
    """gives a model that is sure and right a loss of 0, and one that is sure and wrong its full loss of 1000"""
    verify(torch.tensor([[1000.0, 0.0, 0.0]]), torch.tensor([0]))
    verify(torch.tensor([[1000.0, 0.0, 0.0]]), torch.tensor([1]))
    verify(torch.tensor([[0.0, -1000.0]]), torch.tensor([1]))
    verify(torch.tensor([[1000.0, 0.0, 0.0], [0.0, 1.0, 2.0], [500.0, -500.0, 0.0]]), torch.tensor([2, 0, 1]))


@check(
    2,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "The gradient of one sample's loss is softmax(z) minus 1 at the right class; with the mean, divided by N.",
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_gradient(verify, draw, reduction):
    """lets the gradient through to the logits, also where the model is sure and wrong"""
    verify.gradients(draw.normal(2, 4), draw.integers(2, high=4), reduction)
    verify.gradients(draw.normal(5, 3), draw.integers(5, high=3), reduction)
    verify.gradients(torch.tensor([[1000.0, 0.0, 0.0], [0.0, 1.0, 2.0]]), torch.tensor([1, 0]), reduction)


@check(1, "Make new tensors with the logits' dtype and device, and leave the logits and the target as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its inputs unchanged"""
    verify.contract(draw.normal(4, 3), draw.integers(4, high=3))
