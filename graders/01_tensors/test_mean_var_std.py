"""statistics, held against torch.mean, torch.var and torch.std."""

import pytest
import torch

from torchgrade import Exercise, check


def right(x, correction=1):
    """torch's own three, over all numbers of x."""
    return torch.mean(x), torch.var(x, correction=correction), torch.std(x, correction=correction)


READY = ("aten::*mean", "aten::var*", "aten::std*", "aten::*avg_pool*", "aten::native_*norm*", "aten::cov")

exercise = Exercise("statistics", reference=right, forbidden=(*READY, "numpy", "statistics"))
exercise.equivalent(
    "the square hides the sign",
    "var = ((x - mean) ** 2).sum() / (n - correction) -> var = ((mean - x) ** 2).sum() / (n - correction)",
)


@exercise.misconception("the squares divided by n, whatever `correction` says")
def always_zero(x, correction=1):
    return right(x, 0)


@exercise.misconception("the squares divided by n - 1, whatever `correction` says")
def always_one(x, correction=1):
    return right(x, 1)


@exercise.misconception("a default of correction=0; torch's is 1")
def other_default(x, correction=0):
    return right(x, correction)


@exercise.misconception("the correction added to n: it is subtracted")
def added(x, correction=1):
    return right(x, -correction)


@exercise.misconception("the sum divided by n - correction for the mean as well: the mean is always over n")
def mean_corrected(x, correction=1):
    mean = x.sum() / (x.numel() - correction)
    var = ((x - mean) ** 2).sum() / (x.numel() - correction)
    return mean, var, var.sqrt()


@exercise.misconception("the standard deviation in the place of the variance: its root was taken twice")
def root_twice(x, correction=1):
    mean, _, std = right(x, correction)
    return mean, std, std.sqrt()


@exercise.misconception("the variance in the place of the standard deviation: its root is missing")
def no_root(x, correction=1):
    mean, var, _ = right(x, correction)
    return mean, var, var


@exercise.misconception("the standard deviation before the variance: mean, variance, standard deviation is the order")
def exchanged(x, correction=1):
    mean, var, std = right(x, correction)
    return mean, std, var


@exercise.misconception("the sum of the squares, not divided by their number")
def not_divided(x, correction=1):
    mean, var, _ = right(x, 0)
    return mean, var * x.numel(), (var * x.numel()).sqrt()


@exercise.misconception(
    "`/ n - correction` without brackets: divided by n first, and the correction taken off after that"
)
def no_brackets(x, correction=1):
    mean, var, _ = right(x, 0)
    return mean, var - correction, (var - correction).sqrt()


@exercise.misconception("the mean distance from the mean: the distances are to be squared")
def absolute(x, correction=1):
    mean = x.mean()
    var = (x - mean).abs().sum() / (x.numel() - correction)
    return mean, var, var.sqrt()


@exercise.misconception("the mean of the squares themselves: the mean has to be subtracted first")
def around_zero(x, correction=1):
    var = (x**2).sum() / (x.numel() - correction)
    return x.mean(), var, var.sqrt()


@exercise.misconception("the mean of the squares less the square of the mean: far from 0 their digits cancel out")
def cancels(x, correction=1):
    n = x.numel()
    mean = x.sum() / n
    var = ((x * x).sum() / n - mean * mean) * n / (n - correction)
    return mean, var, var.sqrt()


@exercise.misconception("each column by itself, where one number for all of x was asked for")
def columns(x, correction=1):
    return x.mean(0), x.var(0, correction=correction), x.std(0, correction=correction)


@exercise.misconception("n taken from len(x), which counts the rows alone")
def counts_rows(x, correction=1):
    n = len(x)
    mean = x.sum() / n
    var = ((x - mean) ** 2).sum() / (n - correction)
    return mean, var, var.sqrt()


@exercise.misconception("plain Python numbers, as .item() gives them: tensors of shape () were asked for")
def python_numbers(x, correction=1):
    return [number.item() for number in right(x, correction)]


@exercise.misconception(
    "a small number added below the root, as normalizations do: equal numbers have a spread of exactly 0"
)
def with_eps(x, correction=1):
    mean, var, _ = right(x, correction)
    return mean, var, (var + 1e-8).sqrt()


@exercise.misconception("the standard error, which is the standard deviation divided by the root of n")
def standard_error(x, correction=1):
    mean, var, std = right(x, correction)
    return mean, var, std / x.numel() ** 0.5


@check(
    3,
    "How many numbers does x hold, and what is their sum?",
    "x.numel() counts them all; subtract the mean before you square, and add up again.",
    "`var = ((x - mean) ** 2).sum() / (x.numel() - correction)`, and std is its root.",
)
@pytest.mark.parametrize("size", [2, 3, 10])
def test_vector(verify, draw, size):
    """gives mean, variance and standard deviation of a vector, with correction 0"""
    verify(draw.normal(size, mean=2), 0)
    verify(draw.uniform(size, low=-3, high=1), correction=0)


@check(
    2,
    "By what do you divide the squares when correction is 1, and is the mean divided by the same?",
    "The variance is divided by n - correction, the mean by n. Both functions of torch have correction=1 as default.",
)
@pytest.mark.parametrize("size", [2, 5, 10])
def test_correction(verify, draw, size):
    """divides by n - 1 with correction 1, which is the default"""
    verify(draw.normal(size, mean=2), 1)
    verify(draw.normal(size, mean=2))
    verify(draw.normal(size, mean=2), correction=0)


@check(
    2,
    "Does your sum go over all dimensions, and what does len(x) count?",
    "`x.sum()` without a dim adds up everything; x.numel() counts everything, len(x) only the rows.",
)
@pytest.mark.parametrize("shape", [(3, 1), (2, 3), (3, 3), (2, 3, 4)], ids=str)
def test_shapes(verify, draw, shape):
    """gives one number each, whatever the shape of x"""
    verify(draw.normal(*shape, mean=-1), 1)
    verify(draw.normal(*shape, mean=-1).transpose(0, 1), 0)


@check(
    1,
    "What is left of the digits when two numbers near a million are subtracted from each other in float32?",
    "Subtract the mean from the numbers first, and square what is left.",
)
@pytest.mark.parametrize("size", [4, 50])
def test_far_from_zero(verify, draw, size):
    """keeps its digits where the numbers are near 1000 and spread by 1, and finds no spread where all are equal"""
    close = verify.within(atol=1e-3, reason="one number after the other rounds more often; squares cancel to 1/16")
    close(draw.normal(size, mean=1000.0), 0)
    close(draw.normal(size, mean=-1000.0), 1)
    verify(torch.full((size,), 2.0), 0)


@check(1, "Stay inside torch operations: .item(), float(), .data and torch.tensor(...) cut the gradient.")
@pytest.mark.parametrize("correction", [0, 1])
def test_gradient(verify, draw, correction):
    """lets the gradient through from all three"""
    verify.gradients(draw.normal(5), correction)
    verify.gradients(draw.normal(2, 3), correction=correction)


@check(1, "Make new tensors with the input's dtype and device, and leave the input as it is.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its input unchanged"""
    verify.contract(draw.normal(3, 4), 1)
