"""elu, held against torch.nn.functional.elu."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

exercise = Exercise(
    "elu",
    reference=F.elu,
    forbidden=("torch.nn.functional.elu", "aten::elu*", "aten::celu*", "aten::selu*"),
)
exercise.equivalent(
    "at 0 both sides give 0, and any slope between theirs is right",
    "return torch.where(input > 0, input, alpha * torch.expm1(input.clamp(max=0))) -> return "
    "torch.where((input >= 0), input, alpha * torch.expm1(input.clamp(max=0)))",
)
exercise.equivalent(
    "expm1(1) is finite, and not taken where the input is positive",
    "return torch.where(input > 0, input, alpha * torch.expm1(input.clamp(max=0))) -> return "
    "torch.where(input > 0, input, alpha * torch.expm1(input.clamp(max=1)))",
)


@exercise.misconception("an alpha of 1, whatever was asked for")
def fixed_alpha(input, alpha=1.0):
    return F.elu(input)


@exercise.misconception("`alpha or 1.0`, or `if alpha:`, which take an alpha of 0 for none at all")
def zero_is_none(input, alpha=1.0):
    return F.elu(input, alpha or 1.0)


@exercise.misconception("alpha * exp(x) on the negative side; the `- 1` is missing, so the curve jumps at 0")
def no_minus_one(input, alpha=1.0):
    return torch.where(input > 0, input, alpha * input.clamp(max=0).exp())


@exercise.misconception("alpha * exp(x) - 1: alpha belongs to the whole bracket, alpha * (exp(x) - 1)")
def minus_one_outside(input, alpha=1.0):
    return torch.where(input > 0, input, alpha * input.clamp(max=0).exp() - 1)


@exercise.misconception("plain ReLU: the negative numbers become 0")
def plain(input, alpha=1.0):
    return input.relu()


@exercise.misconception("exp(x - 1): the 1 comes off the power, exp(x) - 1, not off the exponent")
def one_in_exponent(input, alpha=1.0):
    return torch.where(input > 0, input, alpha * (input.clamp(max=0) - 1).exp())


@exercise.misconception("alpha in the exponent, exp(alpha * x) - 1: it stands in front of the bracket")
def alpha_in_exponent(input, alpha=1.0):
    return torch.where(input > 0, input, (alpha * input.clamp(max=0)).expm1())


@exercise.misconception("leaky ReLU: a straight line on the negative side")
def leaky(input, alpha=1.0):
    return torch.where(input > 0, input, alpha * input)


@exercise.misconception("CELU, whose exponent is x / alpha")
def celu(input, alpha=1.0):
    return F.celu(input, alpha)


@exercise.misconception("SELU, which has two constants of its own")
def selu(input, alpha=1.0):
    return F.selu(input)


@exercise.misconception("alpha on the positive side as well, where the numbers should stay as they are")
def scales_both(input, alpha=1.0):
    return alpha * F.elu(input)


@exercise.misconception("the two sides swapped")
def swapped(input, alpha=1.0):
    return torch.where(input < 0, input, alpha * input.expm1())


@exercise.misconception("1 - exp(x): the sign of the negative side is turned")
def wrong_sign(input, alpha=1.0):
    return torch.where(input > 0, input, -alpha * input.clamp(max=0).expm1())


@exercise.misconception("exp of the large positive numbers, unused but worked out: it is infinite, its gradient NaN")
def unused_branch(input, alpha=1.0):
    return torch.where(input > 0, input, alpha * (input.exp() - 1))


@exercise.misconception("masks multiplied and added: 0 times an infinite exp is NaN")
def by_masks(input, alpha=1.0):
    return input * (input > 0) + alpha * (input.exp() - 1) * (input <= 0)


@check(
    3,
    "What should stay of a positive number, and what is exp(x) - 1 for a negative one?",
    "Make both answers for all numbers, and choose between them by `input > 0`.",
    "`torch.where(input > 0, input, alpha * torch.expm1(input.clamp(max=0)))` is the whole formula.",
)
@pytest.mark.parametrize("shape", [(), (1,), (5,), (4, 6), (2, 3, 4)], ids=str)
def test_values(verify, draw, shape):
    """keeps positive numbers and bends negative ones, for any shape"""
    verify(draw.uniform(*shape, low=-5, high=-0.5))
    verify(draw.uniform(*shape, low=0.5, high=5))
    verify(draw.normal(*shape, std=3))


@check(2, "Where does alpha stand in the formula?", "`alpha * (exp(x) - 1)`: far on the left the curve is at -alpha.")
@pytest.mark.parametrize("alpha", [2.0, 0.3, 0.0])
def test_alpha(verify, draw, alpha):
    """goes down to -alpha on the negative side, and leaves the positive side as it is"""
    verify(torch.tensor([-20.0, -0.5, 0.5]), alpha)
    verify(draw.normal(4, 5, std=2), alpha=alpha)


@check(
    1,
    "What is exp(1000) in float32, and what is 0 times that?",
    "`torch.where` chooses afterwards, so every number goes through exp: keep the large ones out before it.",
    "`input.clamp(max=0)` lets exp see nothing above 0.",
)
def test_large(verify):
    """gives right values and gradients for numbers as large as 1e4 and as small as -1e4"""
    verify(torch.tensor([1e4, -1e4, 90.0]))
    verify.gradients(torch.tensor([1e4, -1e4, 90.0, 2.0]))


@check(
    2,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "The slope is 1 where x is positive, and alpha * exp(x) where it is negative.",
)
def test_gradient(verify, draw):
    """lets the gradient through on both sides"""
    verify.gradients(draw.normal(4, 6), 0.5)
    verify.gradients(torch.tensor([-2.0, 3.0]))


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


@check(1, "Make new tensors with the input's dtype and device, and leave the input as it is.")
def test_contract(verify, draw):
    """keeps dtype and device, leaves its input unchanged, and works on a transposed one"""
    verify(draw.normal(4, 6).T)
    verify.contract(draw.normal(3, 4), alpha=0.5)
