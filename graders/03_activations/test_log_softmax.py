"""log_softmax, held against torch.log_softmax."""

import pytest
import torch

from torchgrade import Exercise, check, samples

exercise = Exercise(
    "log_softmax",
    reference=torch.log_softmax,
    forbidden=("aten::*softmax*", "aten::*scaled_dot_product*", "torch.distributions"),
)


@exercise.misconception("log-softmax over dim 0, whatever `dim` was asked for")
def first_dim(input, dim):
    return torch.log_softmax(input, 0)


@exercise.misconception("log-softmax over the last dimension, whatever `dim` was asked for")
def last_dim(input, dim):
    return torch.log_softmax(input, -1)


@exercise.misconception("softmax without the logarithm")
def no_logarithm(input, dim):
    return torch.softmax(input, dim)


@exercise.misconception("minus the log-softmax: every number comes out positive")
def negated(input, dim):
    return -torch.log_softmax(input, dim)


@exercise.misconception("the logarithm to base 2 in the place of the natural one")
def base_two(input, dim):
    return torch.log_softmax(input, dim) / torch.tensor(2.0).log()


@exercise.misconception("one sum over all entries: the shares of the whole tensor add up to 1, not those of every row")
def over_everything(input, dim):
    return input - input.flatten().logsumexp(0)


@exercise.misconception("the sum of exp subtracted; its logarithm should be")
def subtracts_sum(input, dim):
    return input - input.exp().sum(dim, keepdim=True)


@exercise.misconception("the largest value subtracted, and nothing else: the sum of exp is missing")
def only_shifted(input, dim):
    return input - input.amax(dim, keepdim=True)


@exercise.misconception("log of a sum of exp(x) without first subtracting the largest value: exp(1000) is infinite")
def no_shift(input, dim):
    return input - input.exp().sum(dim, keepdim=True).log()


@exercise.misconception(
    "x - logsumexp(x), in which x itself is not shifted: right on paper, but large numbers lose their last digits"
)
def by_logsumexp(input, dim):
    return input - input.logsumexp(dim, keepdim=True)


@exercise.misconception("the logarithm of softmax: a share that has rounded to 0 becomes minus infinity")
def log_of_zero(input, dim):
    return torch.softmax(input, dim).log()


@exercise.misconception("1e-9 added inside the logarithm, so that nothing can be below -20.7")
def capped(input, dim):
    return (torch.softmax(input, dim) + 1e-9).log()


@exercise.misconception("the shift inside the sum alone: the same number has to come off the entry in front as well")
def shift_in_sum_only(input, dim):
    return input - (input - input.amax(dim, keepdim=True)).logsumexp(dim, keepdim=True)


@exercise.misconception("subtracting the smallest value instead of the largest, so it still overflows")
def shift_by_smallest(input, dim):
    shifted = input - input.amin(dim, keepdim=True)
    return shifted - shifted.exp().sum(dim, keepdim=True).log()


@exercise.misconception("subtracting the mean instead of the largest value: what lies far above it still overflows")
def shift_by_mean(input, dim):
    shifted = input - input.mean(dim, keepdim=True)
    return shifted - shifted.exp().sum(dim, keepdim=True).log()


@exercise.misconception("subtracting the largest value of the whole tensor: rows far below it have a sum of 0")
def shift_by_global(input, dim):
    shifted = input - input.max()
    return shifted - shifted.exp().sum(dim, keepdim=True).log()


@exercise.misconception(
    "a sum (or maximum) without keepdim: it lines up with the wrong dimension, and fits by chance when square"
)
def no_keepdim(input, dim):
    shifted = input - input.amax(dim, keepdim=True)
    return shifted - shifted.exp().sum(dim).log()


@exercise.misconception("the slope of softmax taken for 1 on the diagonal alone: every entry of a row matters")
def diagonal_slope(input, dim):
    shifted = input - input.detach().amax(dim, keepdim=True)
    return shifted - shifted.detach().logsumexp(dim, keepdim=True)


@check(
    3,
    "In which direction do the shares add up to 1?",
    "log(a / b) is log(a) - log(b), and log(exp(x)) is x: what is left to work out is the log of the sum.",
    "`shifted = input - input.amax(dim, keepdim=True)`, then `shifted - shifted.exp().sum(dim, keepdim=True).log()`.",
)
@pytest.mark.parametrize(
    ("shape", "dim"),
    [((5,), 0), ((4, 6), 1), ((4, 6), 0), ((4, 4), 0), ((2, 3, 4), -2), ((2, 3, 4), 0), ((2, 3, 4, 5), -1)],
    ids=str,
)
def test_values(verify, draw, shape, dim):
    """gives torch.log_softmax's values along any dimension"""
    verify(draw.normal(*shape, std=2), dim)


@check(
    2,
    "What are exp(1000) and log(0) in float32?",
    "Nothing changes when the same number is subtracted from a whole row: subtract its own largest one.",
    "Do not take the logarithm of a share; work with `shifted` alone, as 10,000 leaves float32 three decimals only.",
)
def test_large(verify, draw):
    """stays finite for rows of 10,000 and for entries 10,000 apart, and says how small a tiny share is"""
    verify(torch.tensor([[0.0, -50.0, -30.0]]), 1)
    verify(torch.tensor([[-200.0, 0.0], [50.0, -60.0]]), 1)
    verify(torch.tensor([[50.0, 0.0, 100.0]]), 1)
    verify(torch.tensor([[1e4, 1e4 - 1.0], [1e4 + 2.0, 1e4]]), 1)
    verify(torch.tensor([[-1e4, 0.0, 1e4]]), 1)
    verify(draw.normal(3, 5) + torch.tensor([[-1e4], [0.0], [1e4]]), 1)


@check(
    3,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "Every output depends on every input of its row; `detach` on the sum hides that.",
)
@pytest.mark.parametrize(("shape", "dim"), [((5,), 0), ((4, 6), 1), ((2, 3, 4), 1)], ids=str)
def test_gradient(verify, draw, shape, dim):
    """lets the gradient through, also where a share has rounded to 0"""
    verify.gradients(draw.normal(*shape), dim)
    verify.gradients(torch.tensor([[-200.0, 0.0, 200.0], [1.0, 2.0, 3.0]]), 1)


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
    verify(draw.normal(4, 6).T, 0)
    verify.contract(draw.normal(3, 4), 1)
