"""relu, held against torch.relu."""

import pytest
import torch

from torchgrade import Exercise, check

exercise = Exercise(
    "relu",
    reference=torch.relu,
    forbidden=("aten::*elu*", "aten::threshold*", "aten::hardtanh*", "aten::*_activation"),
)


@exercise.misconception("the absolute value: negative numbers become positive instead of 0")
def absolute(x):
    return x.abs()


@exercise.misconception("min(x, 0), which keeps the negative numbers and drops the positive ones")
def negative_part(x):
    return x.clamp(max=0)


@exercise.misconception("a leaky ReLU, which lets a little of the negative numbers through")
def leaky(x):
    return torch.where(x > 0, x, 0.01 * x)


@exercise.misconception("only the sign: 1 where x is positive, whatever its size")
def step(x):
    return (x > 0).to(x.dtype)


@exercise.misconception("x * (x > 0) on infinities: minus infinity times 0 is NaN")
def masked(x):
    return x * (x > 0)


@exercise.misconception(
    "(x + |x|) / 2 on infinities and the largest numbers: -inf + inf is NaN, and 3e38 + 3e38 is inf"
)
def half_sum(x):
    return (x + x.abs()) / 2


@exercise.misconception("NaN turned into 0; a NaN must stay visible, or the bug behind it hides")
def swallows_nan(x):
    return torch.where(x > 0, x, torch.zeros_like(x))


@exercise.misconception("clipping at 1 as well, as ReLU1 would")
def clipped(x):
    return x.clamp(0, 1)


@check(
    4,
    "What should stay of a positive number, and what of a negative one?",
    "Compare every entry with 0 and keep the larger one.",
    "`x.clamp(min=0)` or `torch.maximum(x, torch.zeros_like(x))` does it without a loop.",
)
@pytest.mark.parametrize("shape", [(), (1,), (5,), (4, 6), (2, 3, 4), (2, 1, 3, 2)], ids=str)
def test_values(verify, draw, shape):
    """keeps positive numbers and turns negative ones into 0, for any shape"""
    verify(draw.normal(*shape, std=3))


@check(2, "Does your code look at the numbers where they lie, or does it assume an order in memory?")
def test_non_contiguous(verify, draw):
    """works on a transposed tensor too"""
    verify(draw.normal(4, 6).T)


@check(
    1,
    "What does your code give for NaN, inf and -inf?",
    "A comparison with NaN is always False, so a mask drops it; and 0 times infinity is NaN. clamp keeps NaN.",
)
def test_extremes(verify):
    """leaves NaN as NaN, inf as inf, and turns -inf into 0"""
    verify(torch.tensor([float("inf"), 0.0, -0.0, 3e38, -1e30]))
    verify(torch.tensor([float("nan"), 1.0]))
    verify(torch.tensor([-float("inf"), 2.0]))


@check(
    2,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "The slope is 1 where x is positive and 0 where it is negative.",
)
def test_gradient(verify, draw):
    """lets the gradient through where x is positive; at 0 any slope from 0 to 1 is right"""
    verify.gradients(draw.normal(4, 6))
    verify.subgradients(torch.tensor([-1.0, 0.0, 2.0, 0.0]))


@check(1, "Make new tensors with the input's dtype and device, and leave the input as it is.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its input unchanged"""
    verify.contract(draw.normal(3, 4))
    verify.contract(draw.uniform(3, low=1, high=2))  # nothing to replace: a new tensor all the same
