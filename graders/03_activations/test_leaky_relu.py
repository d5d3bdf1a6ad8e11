"""leaky_relu, held against torch.nn.functional.leaky_relu."""

import pytest
import torch

from torchgrade import Exercise, check

F = torch.nn.functional
INF = float("inf")

exercise = Exercise(
    "leaky_relu",
    reference=F.leaky_relu,
    forbidden=("torch.nn.functional.leaky_relu", "aten::*leaky_relu*", "aten::*rrelu*", "aten::*prelu*"),
)
exercise.equivalent(
    "at 0 both sides give 0, and any slope between theirs is right",
    "return torch.where(input > 0, input, negative_slope * input) -> return torch.where((input >= 0), input, "
    "negative_slope * input)",
)


@exercise.misconception("a slope of 0.01, whatever `negative_slope` was asked for")
def fixed_slope(input, negative_slope=0.01):
    return F.leaky_relu(input)


@exercise.misconception("`negative_slope or 0.01`, or `if negative_slope:`, which take a slope of 0 for none at all")
def zero_is_none(input, negative_slope=0.01):
    return F.leaky_relu(input, negative_slope or 0.01)


@exercise.misconception("a slope of 0.1 where nothing was said: the default is 0.01")
def steeper_default(input, negative_slope=0.1):
    return F.leaky_relu(input, negative_slope)


@exercise.misconception("plain ReLU: the negative numbers become 0")
def plain(input, negative_slope=0.01):
    return input.relu()


@exercise.misconception("the slope on the positive side, where the numbers should stay as they are")
def wrong_side(input, negative_slope=0.01):
    return torch.where(input > 0, negative_slope * input, input)


@exercise.misconception("the slope on both sides")
def both_sides(input, negative_slope=0.01):
    return negative_slope * input


@exercise.misconception("negative_slope * x added to ReLU for every number, the positive ones included")
def added_everywhere(input, negative_slope=0.01):
    return input.relu() + negative_slope * input


@exercise.misconception("the negative numbers made positive, as by negative_slope * |x|")
def loses_sign(input, negative_slope=0.01):
    return torch.where(input > 0, input, negative_slope * input.abs())


@exercise.misconception("negative_slope itself in the place of every negative number, which is not multiplied")
def constant(input, negative_slope=0.01):
    return torch.where(input > 0, input, torch.full_like(input, negative_slope))


@exercise.misconception("the negative numbers divided by negative_slope")
def divides(input, negative_slope=0.01):
    return torch.where(input > 0, input, input / negative_slope)


@exercise.misconception("max(x, negative_slope * x), which is right for slopes from 0 to 1 only")
def by_maximum(input, negative_slope=0.01):
    return torch.maximum(input, negative_slope * input)


@exercise.misconception("masks multiplied and added: 0 times infinity is NaN")
def by_masks(input, negative_slope=0.01):
    return input * (input > 0) + negative_slope * input * (input <= 0)


@check(
    4,
    "What should stay of a positive number, and what of a negative one?",
    "Make both answers for all numbers, and choose between them by `input > 0`.",
    "`torch.where(input > 0, input, negative_slope * input)` does it without a loop.",
)
@pytest.mark.parametrize("shape", [(), (1,), (5,), (4, 6), (2, 3, 4)], ids=str)
def test_values(verify, draw, shape):
    """keeps positive numbers and multiplies negative ones by 0.01, for any shape"""
    verify(draw.uniform(*shape, low=-9, high=-1))
    verify(draw.uniform(*shape, low=1, high=9))
    verify(draw.normal(*shape, std=5))


@check(
    2,
    "Is max(x, slope * x) still right when the slope is 2?",
    "Choose by the sign of x, not by which of the two answers is larger.",
)
@pytest.mark.parametrize("slope", [0.5, 2.0, -0.5, 0.0])
def test_slope(verify, draw, slope):
    """uses any slope: a larger one, one above 1, a negative one, and 0"""
    verify(torch.tensor([-2.0, 3.0]), slope)
    verify(draw.normal(4, 5), negative_slope=slope)


@check(
    1,
    "What does your code give for NaN, inf and -inf?",
    "0 times infinity is NaN: choose between two answers instead of multiplying by a mask.",
)
def test_extremes(verify):
    """leaves NaN as NaN and both infinities infinite"""
    verify(torch.tensor([INF, 1e30, -1e30, 0.0]))
    verify(torch.tensor([-INF, 2.0]), negative_slope=0.5)
    verify(torch.tensor([float("nan"), -1.0]))


@check(
    2,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "The slope is 1 where x is positive, and negative_slope where it is negative.",
)
def test_gradient(verify, draw):
    """lets the gradient through on both sides"""
    verify.gradients(draw.normal(4, 6), 0.2)
    verify.gradients(torch.tensor([-3.0, 2.0]))


@check(1, "Make new tensors with the input's dtype and device, and leave the input as it is.")
def test_contract(verify, draw):
    """keeps dtype and device, leaves its input unchanged, and works on a transposed one"""
    verify(draw.normal(4, 6, std=3).T)
    verify.contract(draw.normal(3, 4), negative_slope=0.3)
