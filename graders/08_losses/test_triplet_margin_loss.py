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
exercise.equivalent(
    "the smaller of two is the same either way round",
    "far = torch.minimum(far, torch.linalg.vector_norm(positive - negative + eps, ord=p, dim=1)) -> far = "
    "torch.minimum(torch.linalg.vector_norm(positive - negative + eps, ord=p, dim=1), far)",
)


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one."""

    def __new__(cls, *args, **options):
        """Called like a function, it gives the function's answer."""
        return super().__new__(cls).run(*args, **options)

    def run(self, anchor, positive, negative, margin=1.0, p=2.0, eps=1e-6, swap=False, reduction="mean"):
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


@exercise.misconception(
    "positive and negative swapped: the model is taught to stay away from what is like it", of=_Rules, method="hinge"
)
def wrong_way(self, near, far, margin):
    return (far - near + margin).clamp(min=0)


@exercise.misconception(
    "no margin: a negative that is barely farther away than the positive is good enough", of=_Rules, method="hinge"
)
def no_margin(self, near, far, margin):
    return (near - far).clamp(min=0)


@exercise.misconception(
    "the margin subtracted: triplets are let off that come short of it by less than twice the margin",
    of=_Rules,
    method="hinge",
)
def margin_subtracted(self, near, far, margin):
    return (near - far - margin).clamp(min=0)


@exercise.misconception(
    "no max with 0: a triplet that keeps the margin is rewarded for going on", of=_Rules, method="hinge"
)
def no_floor(self, near, far, margin):
    return near - far + margin


@exercise.misconception("a margin of 1, whatever was asked for", of=_Rules, method="hinge")
def margin_is_one(self, near, far, margin):
    return (near - far + 1).clamp(min=0)


@exercise.misconception(
    "only the negative pushed away: the distance to the positive is missing", of=_Rules, method="hinge"
)
def no_positive(self, near, far, margin):
    return (margin - far).clamp(min=0)


@exercise.misconception(
    "max with 0 after adding up: triplets that keep the margin pay for those that do not", of=_Rules, method="hinge"
)
def floor_of_the_mean(self, near, far, margin):
    total = (near - far + margin).mean().clamp(min=0)
    return total.expand_as(near)


@exercise.misconception("squared distances: the square root is missing", of=_Rules, method="distance")
def squared(self, x, y, p, eps):
    return ((x - y + eps).abs() ** p).sum(1)


@exercise.misconception("the usual length, p = 2, whatever was asked for", of=_Rules, method="distance")
def always_euclidean(self, x, y, p, eps):
    return _Rules.distance(self, x, y, 2, eps)


@exercise.misconception("a mean over the D numbers, where the norm takes their sum", of=_Rules, method="distance")
def mean_in_norm(self, x, y, p, eps):
    return ((x - y + eps).abs() ** p).mean(1) ** (1 / p)


@exercise.misconception("cosine distance; this loss measures lengths", of=_Rules, method="distance")
def cosine(self, x, y, p, eps):
    return 1 - F.cosine_similarity(x, y)


@exercise.misconception("the distances of columns; dim 1 holds the numbers of one vector", of=_Rules, method="distance")
def columns(self, x, y, p, eps):
    return _Rules.distance(self, x.T, y.T, p, eps)


@exercise.misconception(
    "differences without the eps that was asked for: with none, two equal vectors make the slope of the root 0/0",
    of=_Rules,
    method="distance",
)
def no_eps(self, x, y, p, eps):
    return (x - y).abs().pow(p).sum(1).pow(1 / p)


@exercise.misconception(
    "eps added to the sum under the root; it belongs to every difference", of=_Rules, method="distance"
)
def eps_under_root(self, x, y, p, eps):
    return ((x - y).abs().pow(p).sum(1) + eps).pow(1 / p)


@exercise.misconception("no swap, whatever was asked for", of=_Rules, method="swapped")
def never_swaps(self, far, other):
    return far


@exercise.misconception(
    "the larger of the two distances with `swap`; the smaller one is the harder case", of=_Rules, method="swapped"
)
def larger(self, far, other):
    return torch.maximum(far, other)


@exercise.misconception(
    "the distance from positive to negative whenever `swap` is asked for; the smaller of both counts",
    of=_Rules,
    method="swapped",
)
def always_other(self, far, other):
    return other


@exercise.misconception("the sum, whatever `reduction` was asked for", of=_Rules, method="reduced")
def always_sum(self, losses, reduction):
    return losses.sum()


@exercise.misconception("the mean, whatever `reduction` was asked for", of=_Rules, method="reduced")
def always_mean(self, losses, reduction):
    return losses.mean()


@exercise.misconception(
    "a mean over the triplets that cost something; torch counts those that cost nothing, too",
    of=_Rules,
    method="reduced",
)
def mean_of_active(self, losses, reduction):
    return losses.sum() / (losses > 0).sum() if reduction == "mean" else _Rules.reduced(self, losses, reduction)


@exercise.misconception(
    "a margin of 0 or less is accepted, where only a positive one makes sense", of=_Rules, method="refuses"
)
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
    "eps is added to every x - y, margin to the difference of the distances; p is the exponent, 1 / p the root.",
    "`if margin <= 0: raise ValueError(...)` before anything else.",
)
@pytest.mark.parametrize("p", [2.0, 1.0, 3.0])
def test_margin_and_p(verify, draw, p):
    """uses the margin, the norm and the eps that were asked for, and refuses a margin that is not positive"""
    verify(*triplets(draw, 4, 3), margin=2.5, p=p)
    verify(*triplets(draw, 5, 2), margin=0.25, p=p, reduction="none")
    verify(*triplets(draw, 4, 3), p=p, eps=0.5, reduction="none")
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
    close = torch.zeros(1, 2), torch.tensor([[2.0, 0.0]]), torch.tensor([[2.5, 1.0]])
    verify(*close, swap=True, p=1.0, eps=0.25)
    verify(*close, 0.5, 1.0, 0.25, True)


@check(
    2,
    "How many numbers should come back for each of the three reductions?",
    '"none" keeps the loss of each triplet, zeros included; "sum" adds them up; "mean" divides that by N.',
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_reductions(verify, draw, reduction):
    """gives the loss of each triplet, their sum or their mean, as asked, and refuses any other word with ValueError"""
    verify(*triplets(draw, 1, 2), margin=3.0, reduction=reduction)
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
    verify.gradients(*triplets(draw, 6, 2), margin=3.0, swap=True)
    verify.gradients(torch.zeros(2, 3), torch.zeros(2, 3), draw.uniform(2, 3, low=0.1, high=0.2), reduction="none")


@check(1, "Make new tensors with the anchor's dtype and device, and leave all three as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, leaves its inputs unchanged, and works on transposed tensors"""
    verify(draw.normal(3, 4).T, draw.normal(4, 3), draw.normal(4, 3), margin=2.0)
    verify.contract(*triplets(draw, 4, 3), margin=2.0)
    verify.contract(*triplets(draw, 4, 3), margin=2.0, reduction="none")
