"""positional_encoding, held against its formula in float64."""

import pytest
import torch

from torchgrade import Exercise, check


def pairs(length, d_model, sine=torch.sin, cosine=torch.cos, speed=None, first=0):
    """The formula, in whose place each misconception puts a part of its own."""
    if d_model % 2:
        raise ValueError("odd")
    i = torch.arange(d_model // 2, dtype=torch.float64)
    speeds = 10000 ** (-2 * i / d_model) if speed is None else speed(i)
    angles = torch.arange(first, first + length, dtype=torch.float64)[:, None] * speeds
    return torch.stack([sine(angles), cosine(angles)], -1).flatten(1).float()


exercise = Exercise("positional_encoding", reference=pairs)
exercise.equivalent(
    "whole numbers become float32 where they meet a float",
    "positions = torch.arange(length, dtype=torch.float32).unsqueeze(1) -> positions = "
    "torch.arange(length).unsqueeze(1)",
    "speeds = 10000.0 ** (-torch.arange(0, d_model, 2, dtype=torch.float32) / d_model) -> speeds = 10000.0 "
    "** (-torch.arange(0, d_model, 2) / d_model)",
)


@exercise.probe_with
def look(positional_encoding, task, length, d_model):
    """The encoding, or what kind of tensor it is."""
    encoding = positional_encoding(length, d_model)
    if task == "kind":
        return {"dtype": str(encoding.dtype), "requires_grad": encoding.requires_grad, "shape": list(encoding.shape)}
    return encoding


@exercise.misconception("all sines first, then all cosines, where they take turns")
def halves(length, d_model):
    found = pairs(length, d_model)
    return torch.cat([found[:, 0::2], found[:, 1::2]], 1)


@exercise.misconception("cosines in the even columns and sines in the odd ones")
def swapped(length, d_model):
    return pairs(length, d_model, torch.cos, torch.sin)


@exercise.misconception("sines in all columns")
def sines_alone(length, d_model):
    return pairs(length, d_model, cosine=torch.sin)


@exercise.misconception("the exponent i / d_model, where it is 2 i / d_model")
def half_exponent(length, d_model):
    return pairs(length, d_model, speed=lambda i: 10000 ** (-i / d_model))


@exercise.misconception("a speed for every column, where sine and cosine of a pair share one")
def own_speeds(length, d_model):
    found = pairs(length, d_model)
    odd = pairs(length, d_model, speed=lambda i: 10000 ** (-(2 * i + 1) / d_model))
    return torch.stack([found[:, 0::2], odd[:, 1::2]], -1).flatten(1)


@exercise.misconception("the exponent -2 i / d_model with the wrong sign: speeds grow, where they should fall")
def growing(length, d_model):
    return pairs(length, d_model, speed=lambda i: 10000 ** (2 * i / d_model))


@exercise.misconception("10000 ** (2 * i) / d_model: a power of 2 i alone, for lack of brackets")
def no_brackets(length, d_model):
    return pairs(length, d_model, speed=lambda i: d_model / 10000 ** (2 * i))


@exercise.misconception("the natural base e in the place of 10000")
def base_e(length, d_model):
    return pairs(length, d_model, speed=lambda i: torch.exp(-2 * i / d_model))


@exercise.misconception("speeds spread so that the last one is exactly 1/10000, as some other libraries do")
def to_the_end(length, d_model):
    return pairs(length, d_model, speed=lambda i: 10000 ** (-i / max(d_model // 2 - 1, 1)))


@exercise.misconception("positions counted from 1")
def from_one(length, d_model):
    return pairs(length, d_model, first=1)


@exercise.misconception("angles in whole numbers: whatever stands behind the point is lost")
def whole_angles(length, d_model):
    return pairs(length, d_model, lambda a: a.floor().sin(), lambda a: a.floor().cos())


@exercise.misconception("the table lying on its side: one row for each column")
def on_its_side(length, d_model):
    return pairs(length, d_model).T


@exercise.misconception("an odd d_model accepted")
def accepts_odd(length, d_model):
    return pairs(length, d_model + d_model % 2)[:, :d_model]


@exercise.misconception("float64, because the angles were computed in it: the embeddings are float32")
def in_float64(length, d_model):
    return pairs(length, d_model).double()


ROUNDING = "sine and cosine of an angle near 50 keep an error of the angle, which float32 knows to about 1e-5"
FAR = "angles near 3,000 are known to about 1e-3 in float32, when the speeds were computed in float32 too"


@check(
    5,
    "Write down the first row by hand: sine and cosine of 0, again and again.",
    "One column of positions times one row of speeds gives all angles; `10000.0 ** (-2 * i / d_model)` are the speeds.",
    "`encoding[:, 0::2] = torch.sin(angles)` and `encoding[:, 1::2] = torch.cos(angles)`.",
)
@pytest.mark.parametrize(("length", "d_model"), [(1, 2), (3, 2), (3, 4), (4, 4), (5, 8), (50, 16)], ids=str)
def test_values(verify, draw, length, d_model):
    """gives the sines and cosines of the formula"""
    verify.within(atol=1e-4, reason=ROUNDING)("values", length, d_model)
    verify.within(atol=1e-4, reason=ROUNDING)("values", draw.choice(range(6, 50)), 2 * draw.choice(range(3, 20)))


@check(
    2,
    "Which numbers does an integer tensor hold, and how large is 10000 ** 128?",
    "Compute with floating-point numbers, and let the exponent be a fraction between -1 and 0.",
)
@pytest.mark.parametrize(("length", "d_model"), [(300, 64), (3000, 512)], ids=str)
def test_long(verify, draw, length, d_model):
    """stays right for long sequences and wide patterns"""
    verify.within(atol=5e-3, reason=FAR)("values", length - draw.choice(range(20)), d_model)


@check(
    2,
    "What are the embeddings, to which the patterns will be added?",
    "float32 of shape (length, d_model), and no graph: nothing in it is learnt.",
)
@pytest.mark.parametrize(("length", "d_model"), [(1, 2), (3, 4)], ids=str)
def test_kind(verify, draw, length, d_model):
    """returns float32 numbers without a graph, one row for each position"""
    verify("kind", length, d_model)
    verify("kind", draw.choice(range(5, 9)), 2 * draw.choice(range(5, 9)))
    verify.within(atol=1e-4, reason=ROUNDING)("values", length, d_model)


@check(1, "`if d_model % 2 != 0: raise ValueError(...)`: a sine without its cosine is no pair.")
def test_odd(verify, draw):
    """raises ValueError if d_model is odd"""
    verify.within(atol=1e-4, reason=ROUNDING)("values", 4, 2 * draw.choice(range(2, 9)))
    verify.raises(ValueError)("values", 4, 3)
    verify.raises(ValueError)("values", 2, 1)
