"""softmax, held against torch.softmax."""

import pytest
import torch

from torchgrade import Exercise, check, samples

exercise = Exercise("softmax", reference=torch.softmax, forbidden=("aten::*softmax*", "aten::*scaled_dot_product*"))

INF = float("inf")


@exercise.misconception("softmax over dim 0, whatever `dim` was asked for")
def first_dim(x, dim):
    return torch.softmax(x, 0)


@exercise.misconception("softmax over the last dimension, whatever `dim` was asked for")
def last_dim(x, dim):
    return torch.softmax(x, -1)


@exercise.misconception("exp without first subtracting the largest value along `dim`, so it overflows")
def no_shift(x, dim):
    return torch.exp(x) / torch.exp(x).sum(dim, keepdim=True)


@exercise.misconception("one sum over all entries: the whole tensor adds up to 1, not every row")
def over_everything(x, dim):
    e = torch.exp(x - x.max())
    return e / e.sum()


@exercise.misconception("subtracting the smallest value instead of the largest, so it still overflows")
def shift_by_smallest(x, dim):
    e = torch.exp(x - x.amin(dim, keepdim=True))
    return e / e.sum(dim, keepdim=True)


@exercise.misconception("subtracting the mean instead of the largest value: what lies far above it still overflows")
def shift_by_mean(x, dim):
    e = torch.exp(x - x.mean(dim, keepdim=True))
    return e / e.sum(dim, keepdim=True)


@exercise.misconception("subtracting the largest value of the whole tensor: rows far below it become 0/0")
def shift_by_global(x, dim):
    e = torch.exp(x - x.max())
    return e / e.sum(dim, keepdim=True)


@exercise.misconception(
    "a sum (or maximum) without keepdim: it lines up with the wrong dimension, and fits by chance when square"
)
def no_keepdim(x, dim):
    e = torch.exp(x - x.amax(dim, keepdim=True))
    return e / e.sum(dim)


@exercise.misconception("exp(x - logsumexp(x)): right on paper, but for large numbers it loses the last digits")
def by_logsumexp(x, dim):
    return torch.exp(x - torch.logsumexp(x, dim, keepdim=True))


@exercise.misconception("log-softmax: the logarithms of what was asked for")
def logarithms(x, dim):
    return torch.log_softmax(x, dim)


@exercise.misconception("no exp: the numbers themselves, divided by their sum")
def no_exp(x, dim):
    shifted = x - x.amax(dim, keepdim=True)
    return shifted / shifted.sum(dim, keepdim=True)


@exercise.misconception("numbers clamped before exp: large ones then all have the same share")
def clamped(x, dim):
    e = torch.exp(x.clamp(max=80))
    return e / e.sum(dim, keepdim=True)


@exercise.misconception("NaN turned into 0: a row of nothing but -inf has no shares, and is to stay visible")
def nan_hidden(x, dim):
    return torch.softmax(x, dim).nan_to_num()


@exercise.misconception("the sum cut off by detach: every share depends on all numbers of its row")
def sum_detached(x, dim):
    e = torch.exp(x - x.amax(dim, keepdim=True))
    return e / e.sum(dim, keepdim=True).detach()


@exercise.misconception("powers of 2 in the place of powers of e")
def base_two(x, dim):
    e = torch.exp2(x - x.amax(dim, keepdim=True))
    return e / e.sum(dim, keepdim=True)


@exercise.misconception("softmax applied twice")
def twice(x, dim):
    return torch.softmax(torch.softmax(x, dim), dim)


@check(
    3,
    "In which direction should the numbers add up to 1?",
    "`sum(dim)` drops the dimension that it sums over; `sum(dim, keepdim=True)` keeps it, so the division lines up.",
    "`e = torch.exp(x - x.amax(dim, keepdim=True))`, then divide `e` by its sum along `dim`, keepdim again.",
)
@pytest.mark.parametrize(
    ("shape", "dim"),
    [((5,), 0), ((4, 6), 1), ((4, 6), 0), ((4, 4), 0), ((2, 3, 4), -2), ((2, 3, 4), 0), ((2, 3, 4, 5), -1)],
    ids=str,
)
def test_values(verify, draw, shape, dim):
    """gives torch.softmax's values along any dimension"""
    verify(draw.normal(*shape), dim)


@check(
    2,
    "What is exp(1000) in float32?",
    "softmax does not change when the same number is subtracted from a whole row.",
    "Subtract `x.amax(dim, keepdim=True)` before exp: the largest exponent is then 0.",
)
def test_large(verify, draw):
    """stays finite for rows of 10,000 and for rows 10,000 apart"""
    verify(torch.tensor([[1e4, 1e4 - 1.0], [1e4 + 2.0, 1e4]]), 1)
    verify(torch.tensor([[-1e4, 0.0, 1e4]]), 1)
    verify(draw.normal(3, 5) + torch.tensor([[-1e4], [0.0], [1e4]]), 1)


@check(
    1,
    "exp(-inf) is 0: such an entry takes no share, and its row still adds up to 1.",
    "A row of nothing but -inf has no shares to give: it is NaN, and should stay visible.",
)
def test_minus_infinity(verify):
    """gives entries of -inf a share of exactly 0"""
    verify(torch.tensor([[0.0, -INF, 1.0], [-INF, 2.0, -INF]]), -1)
    verify(torch.tensor([[-INF, 0.0], [1.0, -INF], [2.0, 3.0]]), 0)
    verify(torch.tensor([[-INF, -INF], [1.0, 2.0]]), -1)


@check(
    2,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "Every output depends on every input of its row, so the gradient is no diagonal.",
)
@pytest.mark.parametrize(("shape", "dim"), [((5,), 0), ((4, 6), 1), ((2, 3, 4), 1)], ids=str)
def test_gradient(verify, draw, shape, dim):
    """lets the gradient through"""
    verify.gradients(draw.normal(*shape), dim)


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
    """keeps dtype and device, and leaves its input unchanged"""
    verify.contract(draw.normal(3, 4), 1)
