"""l1_loss, held against torch.nn.functional.l1_loss."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

exercise = Exercise(
    "l1_loss",
    reference=F.l1_loss,
    forbidden=(
        "torch.nn.functional.l1_loss",
        "aten::*smooth_l1_loss*",
        "aten::*huber_loss*",
    ),
)
exercise.equivalent(
    "the distance has no sign",
    "losses = (input - target).abs() -> losses = (target - input).abs()",
)


@exercise.probe_with
def drive(l1_loss, input, target, tie=False, **options):
    """Return the loss; for a tie, whether the gradient of the loss is a slope from -1 to 1 where both are equal."""
    if not tie:
        return l1_loss(input, target, **options)
    leaf = input.clone().requires_grad_()
    loss = l1_loss(leaf, target, reduction="sum")
    (slopes,) = torch.autograd.grad(loss, leaf)
    equal = input == target
    return [loss, torch.where(equal, 0.0, slopes), bool((slopes[equal].abs() <= 1).all())]


def reduced(losses, reduction):
    """The losses, their mean or their sum; a reduction of another name raises what torch raises."""
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(reduction)
    return {"none": torch.clone, "mean": torch.mean, "sum": torch.sum}[reduction](losses)


@exercise.misconception("the squared differences, where the absolute ones were asked for")
def squared(input, target, reduction="mean"):
    return F.mse_loss(input, target, reduction=reduction)


@exercise.misconception("the differences as they are: misses above and below cancel each other")
def signed(input, target, reduction="mean"):
    return reduced(input - target, reduction)


@exercise.misconception("the absolute value of the mean difference; abs comes first, for each entry, then the mean")
def outside(input, target, reduction="mean"):
    return reduced(input - target, reduction).abs()


@exercise.misconception("the length of the difference, the root of a sum of squares: that is the L2 norm")
def l2_norm(input, target, reduction="mean"):
    total = (input - target).square().sum().sqrt()
    return {"mean": total / input.numel(), "sum": total}.get(reduction, (input - target).abs())


@exercise.misconception("sqrt(d * d) in the place of abs(d): where d is 0 its slope is 0/0, which is NaN")
def root_of_square(input, target, reduction="mean"):
    return reduced(((input - target) * (input - target)).sqrt(), reduction)


@exercise.misconception("the smooth L1 loss, which is a parabola for differences under 1")
def smooth(input, target, reduction="mean"):
    return F.smooth_l1_loss(input, target, reduction=reduction)


@exercise.misconception("the sum divided by the number of samples; the mean goes over all entries")
def mean_over_samples(input, target, reduction="mean"):
    loss = F.l1_loss(input, target, reduction="sum" if reduction == "mean" else reduction)
    return loss / len(input) if reduction == "mean" else loss


@exercise.misconception("the sum, whatever `reduction` was asked for")
def always_sum(input, target, reduction="mean"):
    return F.l1_loss(input, target, reduction="sum")


@exercise.misconception("the mean, whatever `reduction` was asked for")
def always_mean(input, target, reduction="mean"):
    return F.l1_loss(input, target)


@exercise.misconception('one loss for each sample with "none"; torch keeps one for each entry')
def none_is_per_sample(input, target, reduction="mean"):
    loss = F.l1_loss(input, target, reduction=reduction)
    return loss.flatten(1).mean(1) if reduction == "none" and loss.dim() > 1 else loss


@exercise.misconception("a reduction of an unknown name taken for the mean")
def any_name(input, target, reduction="mean"):
    return F.l1_loss(input, target, reduction=reduction if reduction in ("none", "sum") else "mean")


@exercise.misconception("the target cut off from the graph, so that no gradient reaches it")
def detached_target(input, target, reduction="mean"):
    return F.l1_loss(input, target.detach(), reduction=reduction)


@check(
    2,
    "How far is each prediction from its target, whichever of the two is larger?",
    "Take the absolute value of each difference first, then the mean of all of them.",
    "`(input - target).abs().mean()` is the whole formula.",
)
@pytest.mark.parametrize("shape", [(1,), (4,), (3, 5), (2, 3, 4)], ids=str)
def test_mean(verify, draw, shape):
    """gives the mean of the absolute differences, over all entries"""
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
    "The slope of |d| is 1 for a positive d and -1 for a negative one. What does your code give at d = 0?",
    "`abs` has slope 0 at 0; the square root of a square has slope 0/0 there, which is NaN and ruins every weight.",
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_gradient(verify, draw, reduction):
    """lets the gradient through to the input and to the target, also where a prediction is exactly right"""
    verify.gradients(draw.normal(4), draw.normal(4), reduction=reduction)
    verify.gradients(draw.normal(3, 5), draw.normal(3, 5), reduction=reduction)
    verify(torch.tensor([1.0, 2.0, -3.0]), torch.tensor([1.0, 5.0, -4.0]), tie=True)


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
