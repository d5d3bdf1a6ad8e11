"""mse_loss, held against torch.nn.functional.mse_loss."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

exercise = Exercise(
    "mse_loss",
    reference=F.mse_loss,
    # Twice Huber's loss with an endless delta is this loss, with everything to it.
    forbidden=(
        "torch.nn.functional.mse_loss",
        "torch.nn.functional.gaussian_nll_loss",
        *("aten::*mse_loss*", "aten::*huber_loss*", "aten::*smooth_l1_loss*"),
    ),
)
exercise.equivalent(
    "the square hides the sign",
    "losses = (input - target) ** 2 -> losses = (target - input) ** 2",
)


def reduced(losses, reduction):
    """The losses, their mean or their sum; a reduction of another name raises what torch raises."""
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(reduction)
    return {"none": torch.clone, "mean": torch.mean, "sum": torch.sum}[reduction](losses)


@exercise.misconception("the absolute differences; nothing is squared")
def absolute(input, target, reduction="mean"):
    return reduced((input - target).abs(), reduction)


@exercise.misconception("the differences as they are: misses above and below cancel each other")
def signed(input, target, reduction="mean"):
    return reduced(input - target, reduction)


@exercise.misconception("the square root of the mean squared error (RMSE)")
def root(input, target, reduction="mean"):
    loss = F.mse_loss(input, target, reduction=reduction)
    return loss.sqrt() if reduction == "mean" else loss


@exercise.misconception("the square of the mean difference; each difference is squared first, then comes the mean")
def squared_mean(input, target, reduction="mean"):
    return reduced(input - target, reduction) ** 2


@exercise.misconception("half of the squared error, as some books write it; torch has no factor 1/2")
def half(input, target, reduction="mean"):
    return F.mse_loss(input, target, reduction=reduction) / 2


@exercise.misconception("the sum divided by the number of samples; the mean goes over all entries")
def mean_over_samples(input, target, reduction="mean"):
    loss = F.mse_loss(input, target, reduction="sum" if reduction == "mean" else reduction)
    return loss / len(input) if reduction == "mean" else loss


@exercise.misconception("the sum, whatever `reduction` was asked for")
def always_sum(input, target, reduction="mean"):
    return F.mse_loss(input, target, reduction="sum")


@exercise.misconception("the mean, whatever `reduction` was asked for")
def always_mean(input, target, reduction="mean"):
    return F.mse_loss(input, target)


@exercise.misconception('one loss for each sample with "none"; torch keeps one for each entry')
def none_is_per_sample(input, target, reduction="mean"):
    loss = F.mse_loss(input, target, reduction=reduction)
    return loss.flatten(1).mean(1) if reduction == "none" and loss.dim() > 1 else loss


@exercise.misconception("a reduction of an unknown name taken for the mean")
def any_name(input, target, reduction="mean"):
    return F.mse_loss(input, target, reduction=reduction if reduction in ("none", "sum") else "mean")


@exercise.misconception("the target cut off from the graph, so that no gradient reaches it")
def detached_target(input, target, reduction="mean"):
    return F.mse_loss(input, target.detach(), reduction=reduction)


@check(
    2,
    "How far is each prediction from its target, and what makes that number positive?",
    "Square each difference first, then take the mean of all of them.",
    "`((input - target) ** 2).mean()` is the whole formula.",
)
@pytest.mark.parametrize("shape", [(1,), (4,), (3, 5), (2, 3, 4)], ids=str)
def test_mean(verify, draw, shape):
    """gives the mean of the squared differences, over all entries"""
    verify(draw.normal(*shape, std=3), draw.normal(*shape))


@check(
    3,
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
    1,
    "Does your code look at the numbers where they lie, or does it assume an order in memory?",
    "`view` refuses a transposed tensor; `reshape` copies it where it must.",
)
def test_non_contiguous(verify, draw):
    """works on transposed tensors too"""
    verify(draw.normal(4, 6).T, draw.normal(6, 4))
    verify(draw.normal(4, 6).T, draw.normal(6, 4), reduction="none")


@check(
    2,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "The slope of (input - target)**2 is 2 * (input - target); the mean divides it by the number of entries.",
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_gradient(verify, draw, reduction):
    """lets the gradient through to the input and to the target"""
    verify.gradients(draw.normal(4), draw.normal(4), reduction=reduction)
    verify.gradients(draw.normal(3, 5), draw.normal(3, 5), reduction=reduction)


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
    """keeps dtype and device, and leaves its inputs unchanged"""
    verify.contract(draw.normal(3, 4), draw.normal(3, 4))
    verify.contract(draw.normal(3, 4), draw.normal(3, 4), reduction="none")
