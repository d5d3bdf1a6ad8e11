"""argmax, held against torch.argmax."""

import pytest
import torch

from torchgrade import Exercise, check

TELL_INDICES = ("argmax", "argmin", "max", "min", "aminmax", "sort", "argsort", "topk", "cummax", "cummin", "kthvalue")

TOLD = (*(f"aten::{name}" for name in TELL_INDICES), "aten::*max_pool*")

exercise = Exercise("argmax", reference=torch.argmax, forbidden=("numpy", *TOLD))

INF = float("inf")


@exercise.misconception("the last of several largest numbers; the first one was asked for")
def last_of_ties(x, dim):
    return x.shape[dim] - 1 - torch.argmax(x.flip(dim), dim)


@exercise.misconception("the indices of all the largest numbers added up, where there are several")
def sum_of_ties(x, dim):
    x = x.movedim(dim, -1)
    return ((x == x.amax(-1, keepdim=True)) * torch.arange(x.shape[-1], device=x.device)).sum(-1)


@exercise.misconception("the positions that nonzero() finds: one for each of several largest, and row after row")
def by_nonzero(x, dim):
    return (x == x.amax(dim, keepdim=True)).nonzero()[:, dim]


@exercise.misconception("the search along dim 0, whatever `dim` was asked for")
def first_dim(x, dim):
    return torch.argmax(x, 0)


@exercise.misconception("the search along the last dimension, whatever `dim` was asked for")
def last_dim(x, dim):
    return torch.argmax(x, -1)


@exercise.misconception("one index for the whole tensor, counted through all of its numbers")
def over_everything(x, dim):
    return torch.argmax(x)


@exercise.misconception("the largest numbers themselves, where their indices were asked for")
def values(x, dim):
    return torch.amax(x, dim)


@exercise.misconception("a dimension of size 1 left in the place of the one searched along")
def dimension_kept(x, dim):
    return torch.argmax(x, dim, keepdim=True)


@exercise.misconception("the index of the smallest number")
def smallest(x, dim):
    return torch.argmin(x, dim)


@exercise.misconception("the largest absolute value: -3 is smaller than 2")
def absolute(x, dim):
    return torch.argmax(x.abs(), dim)


@exercise.misconception("a search that begins with 0 as the best so far, which no row of negative numbers ever beats")
def begins_with_zero(x, dim):
    return torch.argmax(x.clamp(min=0), dim)


@exercise.misconception("a mask that says of every place whether it is the largest: it was to become an index")
def mask(x, dim):
    return x == x.amax(dim, keepdim=True)


@exercise.misconception("numbers nearly as large as the largest counted as largest: only equal ones tie")
def nearly(x, dim):
    largest = torch.amax(x.double(), dim, keepdim=True)
    return torch.isclose(x.double(), largest).int().argmax(dim)


@exercise.misconception('a number such as 1000 for "no index", which a longer row has for an index')
def no_such_index(x, dim):
    return torch.argmax(x, dim).clamp(max=1000)


@exercise.misconception("indices as floating-point numbers, which index nothing: they have to be int64")
def floating(x, dim):
    return torch.argmax(x, dim).to(torch.float32)


@check(
    4,
    "You know how to find the largest number along a dimension. Where in x does it stand?",
    "`x == x.amax(dim, keepdim=True)` is True where it stands; torch.arange(x.shape[dim]) numbers the places.",
    "Put the index where it is True and a number too large for an index elsewhere; the amin along dim is the answer.",
)
@pytest.mark.parametrize(
    ("shape", "dim"),
    [
        ((3,), 0),
        ((2, 3), 1),
        ((2, 3), 0),
        ((4, 4), 0),
        ((2, 3, 4), 1),
        ((2, 3, 4), 0),
        ((3, 4, 2, 5), -2),
        ((6, 50), -1),
    ],
    ids=str,
)
def test_values(verify, draw, shape, dim):
    """finds the largest number along any dimension"""
    verify(draw.normal(*shape), dim)
    verify(draw.normal(*shape, mean=-5), dim=dim)


@check(
    3,
    "Which one do you return when two numbers are the largest?",
    "Of all the indices where x equals its largest number, take the smallest.",
    "torch.where(is_largest, indices, size) marks all other places with a number larger than any index; then amin.",
)
@pytest.mark.parametrize(("shape", "dim"), [((4,), 0), ((3, 6), 1), ((6, 3), 0), ((2, 7, 3), 1)], ids=str)
def test_ties(verify, draw, shape, dim):
    """takes the first where several are the largest"""
    verify(draw.integers(*shape, high=2).float(), dim)
    verify(draw.integers(*shape, low=-3, high=0), dim)
    verify(torch.full(shape, -2.0), dim)


@check(
    2,
    "What does your code begin with, and is there a row in which nothing is larger than that?",
    "Compare numbers of x with each other alone: any fixed number may be larger or smaller than all of them.",
)
def test_extremes(verify, draw):
    """works on infinities, on a long row, on numbers that lie close together, and on those too large for a float"""
    verify(torch.tensor([[-INF, -INF, -INF], [INF, 0.0, INF], [0.0, INF, -INF]]), 1)
    verify(torch.tensor([-INF, -INF, -1e30]), 0)
    verify(torch.arange(1500.0), 0)
    verify(torch.tensor([2.0, 2.0 + 2**-20, 1.0]), 0)
    verify(2**62 + draw.permutation(8), 0)


@check(1, "Is the result int64, on the device of x? Make new tensors with `device=x.device`.")
def test_contract(verify, draw):
    """returns int64 on the input's device, and leaves its input unchanged"""
    verify.contract(draw.normal(3, 4), 1)
    verify.contract(draw.normal(3, 4), 0)
