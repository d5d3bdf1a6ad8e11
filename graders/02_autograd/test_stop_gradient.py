"""stop_gradient, held against the same loss with a target that was computed aside."""

import pytest

from torchgrade import Exercise, check


def distance(prediction, target):
    return (prediction - target).square().mean()


def with_constant(weight, clean, noisy):
    # 0 * clean.sum() gives clean a gradient of 0, so that another one can be held against it
    return distance(noisy @ weight, clean.detach() @ weight.detach()) + 0 * clean.sum()


exercise = Exercise("stop_gradient", reference=with_constant)
exercise.equivalent(
    "the square hides the sign",
    "return (prediction - target).square().mean() -> return (target - prediction).square().mean()",
)


@exercise.misconception("no stop at all: the target moves towards the prediction, too")
def never_stopped(weight, clean, noisy):
    return distance(noisy @ weight, clean @ weight)


@exercise.misconception("a stop on the wrong side: the prediction is cut off, and the target learns")
def wrong_side(weight, clean, noisy):
    return distance((noisy @ weight).detach(), clean @ weight)


@exercise.misconception("weight detached for both sides: no gradient reaches it, and nothing can learn")
def weight_detached(weight, clean, noisy):
    return distance(noisy @ weight.detach(), (clean @ weight).detach())


@exercise.misconception("only weight detached in the target: a gradient still flows back into clean")
def leaks_to_clean(weight, clean, noisy):
    return distance(noisy @ weight, clean @ weight.detach())


@exercise.misconception("only clean detached in the target: a gradient still flows through the target's weight")
def leaks_to_weight(weight, clean, noisy):
    return distance(noisy @ weight, clean.detach() @ weight)


@exercise.misconception("the whole loss detached (or computed under no_grad): there is no way back at all")
def all_detached(weight, clean, noisy):
    return distance(noisy @ weight, clean @ weight).detach()


@exercise.misconception("noisy detached as well: a gradient was to reach it through the prediction")
def noisy_detached(weight, clean, noisy):
    return distance(noisy.detach() @ weight, (clean @ weight).detach())


@exercise.misconception("a sum where the mean was asked for")
def summed(weight, clean, noisy):
    return (noisy @ weight - (clean @ weight).detach()).square().sum()


@exercise.misconception("a mean over the rows only: the C entries of each row are still added up")
def mean_of_rows(weight, clean, noisy):
    return (noisy @ weight - (clean @ weight).detach()).square().sum(1).mean()


@exercise.misconception("half of the mean: no 1/2 was asked for")
def halved(weight, clean, noisy):
    return with_constant(weight, clean, noisy) / 2


@exercise.misconception("the root of the sum of squares, as norm() gives it: the mean of the squares was asked for")
def rooted(weight, clean, noisy):
    return (noisy @ weight - (clean @ weight).detach()).norm()


@exercise.misconception("the distance without its square")
def absolute(weight, clean, noisy):
    return (noisy @ weight - (clean @ weight).detach()).abs().mean()


SIZES = [(1, 1, 1), (3, 2, 1), (4, 3, 2)]


def drawn(draw, rows, inputs, outputs):
    clean = draw.normal(rows, inputs)
    noisy = clean + draw.normal(rows, inputs)
    return {"weight": draw.normal(inputs, outputs), "clean": clean, "noisy": noisy}


@check(
    2,
    "Before any gradient: is the value right?",
    "Multiply each picture by weight, subtract, square, and take the mean over all entries.",
)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_values(verify, draw, sizes):
    """gives the mean squared distance"""
    verify(**drawn(draw, *sizes))


@check(
    3,
    "By which of its two uses may weight learn: the prediction, or the target?",
    "Everything behind `detach()` counts as a constant. Detach the finished target, not the things it is made of.",
    "`target = (clean @ weight).detach()`, and leave the prediction as it is.",
)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_weight(verify, draw, sizes):
    """lets the gradient reach weight through the prediction alone"""
    verify.gradients(**drawn(draw, *sizes), wrt=("weight",))


@check(
    4,
    "Which inputs does the prediction come from, and which the target?",
    "A gradient for clean means that the target was not cut off; none for noisy, that the prediction was.",
    "Detach exactly one thing: `(clean @ weight).detach()`.",
)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_all_inputs(verify, draw, sizes):
    """lets the gradient reach weight and noisy, and none reach clean"""
    verify.gradients(**drawn(draw, *sizes))


@check(1, "Let torch operations make every tensor: they keep dtype and device, and change no input.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its inputs unchanged"""
    inputs = drawn(draw, 3, 2, 2)
    verify.contract(**inputs)
    # close together and far from 0: a target that was kept in float32 has lost the digits in which they differ
    weight, clean, noisy = (one.double() for one in inputs.values())
    verify(weight, clean + 1000, noisy + 1000)
