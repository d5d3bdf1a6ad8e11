"""triplet_margin_loss, held against torch.nn.functional.triplet_margin_loss."""

import pytest
import torch

from torchgrade import Exercise, check

F = torch.nn.functional

exercise = Exercise(
    "triplet_margin_loss",
    reference=F.triplet_margin_loss,
    forbidden=(
        "torch.nn.functional.triplet_margin_loss",
        "torch.nn.functional.triplet_margin_with_distance_loss",
        "aten::triplet_margin_loss",
    ),
)


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one."""

    def __call__(self, anchor, positive, negative, margin=1.0, p=2.0, eps=1e-6, swap=False, reduction="mean"):
        if self.refuses(margin) or reduction not in ("none", "mean", "sum"):
            raise ValueError
        near = self.distance(anchor, positive, p, eps)
        far = self.distance(anchor, negative, p, eps)
        far = self.swapped(far, self.distance(positive, negative, p, eps)) if swap else far
        return self.reduced(self.hinge(near, far, margin), reduction)

    def refuses(self, margin):
        return margin <= 0

    def distance(self, x, y, p, eps):
        return ((x - y + eps).abs() ** p).sum(1) ** (1 / p)

    def swapped(self, far, other):
        return torch.minimum(far, other)

    def hinge(self, near, far, margin):
        return (near - far + margin).clamp(min=0)

    def reduced(self, losses, reduction):
        return {"none": torch.clone, "mean": torch.mean, "sum": torch.sum}[reduction](losses)


def wrong(rule, sentence):
    """Declare as a misconception: the rules above, with the decorated function in the place of one of them."""

    def declare(function):
        subject = type(function.__name__, (_Rules,), {rule: function})()
        subject.__name__ = function.__name__
        exercise.misconception(sentence)(subject)
        return function

    return declare


@wrong("hinge", "positive and negative swapped: the model is taught to stay away from what is like it")
def wrong_way(self, near, far, margin):
    return (far - near + margin).clamp(min=0)


@wrong("hinge", "no margin: a negative that is barely farther away than the positive is good enough")
def no_margin(self, near, far, margin):
    return (near - far).clamp(min=0)


@wrong("hinge", "the margin subtracted: triplets are let off that come short of it by less than twice the margin")
def margin_subtracted(self, near, far, margin):
    return (near - far - margin).clamp(min=0)


@wrong("hinge", "no max with 0: a triplet that keeps the margin is rewarded for going on")
def no_floor(self, near, far, margin):
    return near - far + margin


@wrong("hinge", "a margin of 1, whatever was asked for")
def margin_is_one(self, near, far, margin):
    return (near - far + 1).clamp(min=0)


@wrong("hinge", "only the negative pushed away: the distance to the positive is missing")
def no_positive(self, near, far, margin):
    return (margin - far).clamp(min=0)


@wrong("hinge", "max with 0 after adding up: triplets that keep the margin pay for those that do not")
def floor_of_the_mean(self, near, far, margin):
    total = (near - far + margin).mean().clamp(min=0)
    return total.expand_as(near)


@wrong("distance", "squared distances: the square root is missing")
def squared(self, x, y, p, eps):
    return ((x - y + eps).abs() ** p).sum(1)


@wrong("distance", "the usual length, p = 2, whatever was asked for")
def always_euclidean(self, x, y, p, eps):
    return _Rules.distance(self, x, y, 2, eps)


@wrong("distance", "a mean over the D numbers, where the norm takes their sum")
def mean_in_norm(self, x, y, p, eps):
    return ((x - y + eps).abs() ** p).mean(1) ** (1 / p)


@wrong("distance", "cosine distance; this loss measures lengths")
def cosine(self, x, y, p, eps):
    return 1 - F.cosine_similarity(x, y)


@wrong("distance", "the distances of columns; dim 1 holds the numbers of one vector")
def columns(self, x, y, p, eps):
    return _Rules.distance(self, x.T, y.T, p, eps)


@wrong("distance", "no eps: where anchor and positive are the same, the slope of the root is 0/0")
def no_eps(self, x, y, p, eps):
    return (x - y).abs().pow(p).sum(1).pow(1 / p)


@wrong("swapped", "no swap, whatever was asked for")
def never_swaps(self, far, other):
    return far


@wrong("swapped", "the larger of the two distances with `swap`; the smaller one is the harder case")
def larger(self, far, other):
    return torch.maximum(far, other)


@wrong("swapped", "the distance from positive to negative whenever `swap` is asked for; the smaller of both counts")
def always_other(self, far, other):
    return other


@wrong("reduced", "the sum, whatever `reduction` was asked for")
def always_sum(self, losses, reduction):
    return losses.sum()


@wrong("reduced", "the mean, whatever `reduction` was asked for")
def always_mean(self, losses, reduction):
    return losses.mean()


@wrong("reduced", "a mean over the triplets that cost something; torch counts those that cost nothing, too")
def mean_of_active(self, losses, reduction):
    return losses.sum() / (losses > 0).sum() if reduction == "mean" else _Rules.reduced(self, losses, reduction)


@wrong("refuses", "a margin of 0 or less is accepted, where only a positive one makes sense")
def any_margin(self, margin):
    return False


def triplets(draw, count, size):
    """Anchors, positives and negatives: easy and hard triplets in turn."""
    anchor, near, far = draw.normal(count, size), draw.normal(count, size), draw.normal(count, size)
    scale = torch.tensor([1.0, 3.0])[torch.arange(count) % 2][:, None]
    return anchor, anchor + near, anchor + scale * far + 0.5 * scale


@check(
    3,
    "How far is the anchor from the positive, and how much farther should it be from the negative?",
    "One distance a row: the root of the sum of squares along dim 1. Then near - far + margin, and never below 0.",
    "`torch.linalg.vector_norm(anchor - positive + eps, ord=p, dim=1)` is the first distance of every triplet.",
)
@pytest.mark.parametrize(("count", "size"), [(1, 2), (4, 3), (4, 4), (3, 8)])
def test_mean(verify, draw, count, size):
    """gives the mean loss of triplets that keep the margin and of triplets that do not"""
    anchor = draw.normal(count, size)
    verify(anchor, anchor + 2, anchor + 2.1)
    verify(*triplets(draw, count, size))
    verify(torch.zeros(2, 2), torch.tensor([[1.0, 0.0], [3.0, 0.0]]), torch.tensor([[9.0, 0.0], [0.0, 1.0]]))


@check(
    2,
    "Which options does your code use, and which does it only accept?",
    "margin is added to the difference; p is the exponent in both distances, and 1 / p the root at the end.",
    "`if margin <= 0: raise ValueError(...)` before anything else.",
)
@pytest.mark.parametrize("p", [2.0, 1.0, 3.0])
def test_margin_and_p(verify, draw, p):
    """uses the margin and the norm that were asked for, and refuses a margin that is not positive"""
    verify(*triplets(draw, 4, 3), margin=2.5, p=p)
    verify(*triplets(draw, 5, 2), margin=0.25, p=p, reduction="none")
    verify.raises(ValueError)(*triplets(draw, 2, 3), margin=0.0)
    verify.raises(ValueError)(*triplets(draw, 2, 3), margin=-1.0)


@check(
    1,
    "Whom does the negative come closest to, the anchor or the positive?",
    "`torch.minimum(far, other)`, with `other` the distance from positive to negative.",
)
def test_swap(verify):
    """takes the smaller of both distances to the negative with swap=True"""
    anchor, positive = torch.zeros(3, 2), torch.tensor([[2.0, 0.0], [2.0, 0.0], [0.0, 3.0]])
    negative = torch.tensor([[2.5, 0.0], [-1.0, 0.0], [1.0, 1.0]])
    for swap in (True, False):
        verify(anchor, positive, negative, swap=swap, reduction="none")
        verify(anchor, positive, negative, swap=swap)


@check(
    2,
    "How many numbers should come back for each of the three reductions?",
    '"none" keeps the loss of each triplet, zeros included; "sum" adds them up; "mean" divides that by N.',
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_reductions(verify, draw, reduction):
    """gives the loss of each triplet, their sum or their mean, as asked, and refuses any other word with ValueError"""
    verify(*triplets(draw, 2, 3), margin=3.0, reduction=reduction)
    verify(*triplets(draw, 6, 3), reduction=reduction)
    verify.raises(ValueError)(*triplets(draw, 2, 3), reduction="average")


@check(
    1,
    "What is the slope of a square root at 0?",
    "Add eps to each difference before the norm; then two equal vectors are at a small distance, not at 0.",
)
def test_gradient(verify, draw):
    """lets the gradient through to all three, also where anchor and positive are the same"""
    verify.gradients(*triplets(draw, 4, 3), margin=2.0)
    verify.gradients(torch.zeros(2, 3), torch.zeros(2, 3), draw.uniform(2, 3, low=0.1, high=0.2), reduction="none")


@check(1, "Make new tensors with the anchor's dtype and device, and leave all three as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, leaves its inputs unchanged, and works on transposed tensors"""
    verify(draw.normal(3, 4).T, draw.normal(4, 3), draw.normal(4, 3), margin=2.0)
    verify.contract(*triplets(draw, 4, 3), margin=2.0)
    verify.contract(*triplets(draw, 4, 3), margin=2.0, reduction="none")
