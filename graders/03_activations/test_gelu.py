"""gelu, held against torch.nn.functional.gelu."""

import math

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

exercise = Exercise("gelu", reference=F.gelu, forbidden=("torch.nn.functional.gelu", "aten::gelu*"))


def known(approximate):
    """Raise what torch raises for an unknown word."""
    if approximate not in ("none", "tanh"):
        raise RuntimeError(approximate)


def by_tanh(input, factor, cubic):
    """The second form with other numbers in it."""
    return input * (1 + torch.tanh(factor * (input + cubic))) / 2


@exercise.misconception("the exact form, whatever `approximate` was asked for")
def always_exact(input, approximate="none"):
    known(approximate)
    return F.gelu(input)


@exercise.misconception("the tanh form, whatever `approximate` was asked for")
def always_tanh(input, approximate="none"):
    known(approximate)
    return F.gelu(input, approximate="tanh")


@exercise.misconception("the two forms swapped")
def swapped(input, approximate="none"):
    known(approximate)
    return F.gelu(input, approximate="tanh" if approximate == "none" else "none")


@exercise.misconception("x * sigmoid(1.702 * x), a third and coarser form of GELU")
def quick(input, approximate="none"):
    known(approximate)
    return input * torch.sigmoid(1.702 * input)


@exercise.misconception("x * sigmoid(x): that is SiLU")
def silu(input, approximate="none"):
    known(approximate)
    return F.silu(input)


@exercise.misconception("erf(x) in the place of erf(x / sqrt(2))")
def erf_of_x(input, approximate="none"):
    known(approximate)
    return F.gelu(input, approximate="tanh") if approximate == "tanh" else input * (1 + torch.erf(input)) / 2


@exercise.misconception("the probability alone: the factor x in front is missing")
def no_factor(input, approximate="none"):
    known(approximate)
    if approximate == "none":
        return (1 + torch.erf(input / math.sqrt(2))) / 2
    return (1 + torch.tanh(math.sqrt(2 / math.pi) * (input + 0.044715 * input**3))) / 2


@exercise.misconception("x * (1 + ...) without the half: large numbers come out doubled")
def doubled(input, approximate="none"):
    return 2 * F.gelu(input, approximate=approximate)


@exercise.misconception("x * erf(...) / 2, or its tanh form: the `1 +` is missing, and both sides look alike")
def no_one(input, approximate="none"):
    return F.gelu(input, approximate=approximate) - input / 2


@exercise.misconception("plain ReLU, which has a corner where GELU is smooth")
def relu(input, approximate="none"):
    known(approximate)
    return input.relu()


@exercise.misconception("x**2 in the tanh form, where x**3 belongs")
def squared(input, approximate="none"):
    known(approximate)
    if approximate == "none":
        return F.gelu(input)
    return by_tanh(input, math.sqrt(2 / math.pi), 0.044715 * input**2)


@exercise.misconception("sqrt(2) / pi in the tanh form; the root goes over the whole fraction, sqrt(2 / pi)")
def root_of_two_only(input, approximate="none"):
    known(approximate)
    return F.gelu(input) if approximate == "none" else by_tanh(input, math.sqrt(2) / math.pi, 0.044715 * input**3)


@exercise.misconception(
    "the root multiplied with x alone in the tanh form: it multiplies the whole bracket, x + 0.044715 * x**3"
)
def cube_outside(input, approximate="none"):
    known(approximate)
    root = math.sqrt(2 / math.pi)
    return F.gelu(input) if approximate == "none" else by_tanh(input, root, 0.044715 * input**3 / root)


@exercise.misconception("sqrt(pi / 2) in the tanh form: the fraction is 2 / pi")
def root_turned(input, approximate="none"):
    known(approximate)
    return F.gelu(input) if approximate == "none" else by_tanh(input, math.sqrt(math.pi / 2), 0.044715 * input**3)


@exercise.misconception(
    "x times the bell curve, exp(-x**2 / 2) / sqrt(2 pi): the share below x is asked for, the area under it"
)
def bell_curve(input, approximate="none"):
    known(approximate)
    if approximate == "tanh":
        return F.gelu(input, approximate="tanh")
    return input * torch.exp(-(input**2) / 2) / math.sqrt(2 * math.pi)


@exercise.misconception("no cubic term in the tanh form")
def no_cube(input, approximate="none"):
    known(approximate)
    return F.gelu(input) if approximate == "none" else by_tanh(input, math.sqrt(2 / math.pi), 0)


@exercise.misconception('the tanh form where nothing was asked for: the default is the exact one, "none"')
def tanh_by_default(input, approximate="tanh"):
    known(approximate)
    return F.gelu(input, approximate=approximate)


@exercise.misconception("an unknown `approximate` taken for the exact form")
def any_word(input, approximate="none"):
    return F.gelu(input, approximate="tanh" if approximate == "tanh" else "none")


@check(
    3,
    "What should come out for a large number, and what for a very negative one?",
    "(1 + erf(x / sqrt(2))) / 2 lies between 0 and 1: it is the share of x that is kept.",
    "`input * (1 + torch.erf(input / math.sqrt(2))) / 2` is the exact form.",
)
@pytest.mark.parametrize("shape", [(), (1,), (5,), (4, 6), (2, 3, 4)], ids=str)
def test_exact(verify, draw, shape):
    """gives the exact form by default, for any shape"""
    verify(draw.normal(*shape), approximate="none")  # first: it tells a wrong form from a wrong default
    verify(draw.uniform(*shape, low=-2, high=-0.3))
    verify(draw.normal(*shape, std=2))


@check(
    3,
    "Which of the numbers in the tanh form stand under the root, and which power is multiplied by 0.044715?",
    "The root goes over the whole of 2 / pi, and the cube x**3 is what 0.044715 multiplies.",
    'Look at `approximate` first: "none", "tanh", and `raise ValueError(...)` for every other word.',
)
@pytest.mark.parametrize("shape", [(), (5,), (4, 6)], ids=str)
def test_tanh(verify, draw, shape):
    """gives the tanh form when it is asked for, and refuses any other word"""
    verify(draw.uniform(*shape, low=0.5, high=3), approximate="tanh")
    verify(draw.normal(*shape, std=2), approximate="tanh")
    verify.raises(ValueError, RuntimeError)(draw.normal(*shape), approximate="erf")


@check(
    2,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "torch.erf and torch.tanh bring their own slopes; math.erf takes one number and knows no gradient.",
)
@pytest.mark.parametrize("approximate", ["none", "tanh"])
def test_gradient(verify, draw, approximate):
    """lets the gradient through in both forms, for large numbers too"""
    verify.gradients(draw.normal(4, 6), approximate=approximate)
    verify.gradients(torch.tensor([0.0, 10.0, -10.0, 1e4, -1e4]), approximate=approximate)


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
    verify.contract(draw.normal(3, 4))
    verify.contract(draw.normal(3, 4), approximate="tanh")
