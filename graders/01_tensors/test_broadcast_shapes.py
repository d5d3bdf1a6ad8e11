"""broadcast_shapes, held against torch.broadcast_shapes."""

import itertools

import torch

from torchgrade import Exercise, check

MADE = (
    "*empty*",
    "*ones*",
    "*zeros*",
    "*full*",
    "*rand*",
    "*normal*",
    "*repeat*",
    "*tile*",
    "*view*",
    "*reshape*",
    "*resize*",
)
BROADCASTING = ("*broadcast*", "*expand*", "*strided*", *MADE)

exercise = Exercise(
    "broadcast_shapes",
    reference=torch.broadcast_shapes,
    forbidden=("torch.broadcast_shapes", "torch.functional", "numpy", *(f"aten::{name}" for name in BROADCASTING)),
)
exercise.equivalent(
    "the rule is the same for both shapes, which have one length when they are walked through",
    "dims = max(len(a), len(b)) -> dims = max(len(b), len(a))",
    "for one, other in zip(a, b, strict=True): -> for one, other in zip(b, a, strict=True):",
    "for one, other in zip(a, b, strict=True): -> for one, other in zip(a, b):",
    "for one, other in zip(a, b, strict=True): -> for one, other in zip(a, b, strict=False):",
)

right = torch.broadcast_shapes


def in_line(a, b):
    """The pairs of sizes, from the first to the last, with 1s in front of the shorter shape."""
    pairs = list(itertools.zip_longest(reversed(a), reversed(b), fillvalue=1))
    return pairs[::-1]


@exercise.misconception(
    "the first sizes in line, with 1s behind the shorter shape: it is the last ones that are compared"
)
def from_the_left(a, b):
    return right(a[::-1], b[::-1])[::-1]


@exercise.misconception("the larger of two sizes without asking whether they fit together: torch refuses 2 and 3")
def larger(a, b):
    return [max(pair) if 0 not in pair else 0 for pair in in_line(a, b)]


@exercise.misconception("the larger of two sizes: of 0 and 1 it is the 0 that counts, for the 1 is stretched to it")
def larger_than_zero(a, b):
    right(a, b)
    return [max(pair) for pair in in_line(a, b)]


@exercise.misconception("the smaller of two sizes: the 1 is stretched to the other size, not the other way round")
def smaller(a, b):
    right(a, b)
    return [min(pair) for pair in in_line(a, b)]


@exercise.misconception("a zip that stops where the shorter shape ends, so that the sizes in front are lost")
def cut_short(a, b):
    short = min(len(a), len(b))
    return right(a[len(a) - short :], b[len(b) - short :])


@exercise.misconception("only shapes of equal length let through: the shorter one gets 1s in front")
def equal_length(a, b):
    if len(a) != len(b):
        raise RuntimeError("the shapes differ in length")
    return right(a, b)


@exercise.misconception("only equal sizes let through: a 1 fits every size")
def equal_sizes(a, b):
    for one, other in zip(reversed(a), reversed(b), strict=False):
        if one != other:
            raise RuntimeError("the sizes differ")
    return right(a, b)


@exercise.misconception("a size let through that the other one divides: torch stretches a 1 and nothing else")
def divides(a, b):
    shape = []
    for one, other in in_line(a, b):
        small, large = min(one, other), max(one, other)
        if small != large and (large % small if small else large > 1):
            raise RuntimeError("the sizes differ")
        shape.append(large if small else 0)
    return shape


@exercise.misconception("the sizes in reverse order, as they were compared")
def backwards(a, b):
    return right(a, b)[::-1]


@exercise.misconception("the longer of the two shapes as it is, its 1s not stretched")
def longer(a, b):
    right(a, b)
    return a if len(a) >= len(b) else b


@exercise.misconception("a ValueError, where torch raises a RuntimeError")
def value_error(a, b):
    try:
        return right(a, b)
    except RuntimeError as error:
        raise ValueError(str(error)) from error


@exercise.misconception("a size of 0 let through beside any other: it fits 0 and 1 alone, as every size does")
def zero_fits_all(a, b):
    pairs = in_line(a, b)
    return right(*zip(*(pair if 0 not in pair else (0, 0) for pair in pairs), strict=True)) if pairs else ()


def sizes(draw, count):
    """Different primes, so that none fits or divides another by chance."""
    primes = (2, 3, 5, 7, 11, 13)
    return tuple(primes[place] for place in draw.permutation(len(primes))[:count])


@check(
    3,
    "Take one pair of sizes: which of them is the result's, when one is 1, and when both are the same?",
    "Go through both shapes at once, with zip: where one size is 1, the result has the other.",
)
def test_equal_length(verify, draw):
    """stretches 1s, in shapes of the same length"""
    a, b, c, d = sizes(draw, 4)
    verify((a,), (a,))
    verify((a, 1), (1, b))
    verify((1, b), (a, 1))
    verify((a, b), (1, b))
    verify((a, 1, c, 1), (1, b, c, d))


@check(
    3,
    "Of (3, 4) and (4,): which size of the first meets the 4 of the second?",
    "The last sizes are in line. Put 1s in front of the shorter shape until both have the same length.",
    "`(1,) * (len(b) - len(a)) + a`, and the same for b: a negative number of 1s is none.",
)
def test_different_length(verify, draw):
    """lines up the last sizes, in shapes of different length"""
    a, b, c = sizes(draw, 3)
    verify((1, a), (a,))
    verify((a, b), (b,))
    verify((b,), (a, 1))
    verify((a, b, c), (b, 1))
    verify((1, c), (b, a, 1, 1))


@check(1, "The shape of a single number is (): no size at all. What is left of the other shape?")
def test_scalar(verify, draw):
    """leaves a shape beside () as it is"""
    a, b = sizes(draw, 2)
    verify((), (a, b))
    verify((1, b), ())
    verify((), ())


@check(
    2,
    "Which pairs of sizes fit, and what do you do with all others?",
    "Two sizes fit if they are equal or if one of them is 1. Else `raise RuntimeError(...)`, with a sentence.",
    "`if one != other and 1 not in (one, other): raise RuntimeError(...)`",
)
def test_refusals(verify, draw):
    """refuses shapes that do not fit with a RuntimeError"""
    a, b, c = sizes(draw, 3)
    verify((a, b), (a, 1))
    verify.raises(RuntimeError)((a,), (b,))
    verify.raises(RuntimeError)((a, b), (a,))
    verify.raises(RuntimeError)((a, 1, b), (c, a, c))
    verify.raises(RuntimeError)((2, 3), (2, 6))


@check(
    1,
    "How many numbers has a tensor of shape (0,)? And after one number was stretched to its shape?",
    "0 is a size like any other: the 1 gives way to it. max(0, 1) would be 1.",
    "Take the size that is not 1: `other if one == 1 else one`.",
)
def test_zero(verify, draw):
    """stretches a 1 to 0 as well, and refuses 0 beside larger sizes"""
    a, b = sizes(draw, 2)
    verify((0, b), (1, 1))
    verify((0, b), (b,))
    verify((b,), (0, b))
    verify((a, 1), (0,))
    verify((0,), (a, 0))
    verify.raises(RuntimeError)((a,), (b,))
    verify.raises(RuntimeError)((0,), (a,))
