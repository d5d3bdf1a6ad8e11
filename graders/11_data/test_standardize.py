"""standardize, held against torch's mean and std of the training samples."""

import pytest
import torch

from torchgrade import Exercise, check


class _Right:
    """The right way, with the parts that people get wrong as methods of their own; calling it standardizes."""

    def __new__(cls, train, test):
        mean, std = cls.learnt(train, test)
        return cls.both(train, test, mean, cls.divisor(std))

    @staticmethod
    def learnt(train, test):
        return train.mean(0), train.std(0)

    @staticmethod
    def divisor(std):
        return torch.where(std == 0, torch.ones_like(std), std)

    @staticmethod
    def both(train, test, mean, std):
        return (train - mean) / std, (test - mean) / std


exercise = Exercise("standardize", reference=_Right)


@exercise.misconception("a mean and a standard deviation that have seen the test samples", of=_Right, method="learnt")
def leaks(train, test):
    everything = torch.cat([train, test])
    return everything.mean(0), everything.std(0)


@exercise.misconception("one mean and one standard deviation for all features together", of=_Right, method="learnt")
def all_features(train, test):
    return train.mean(), train.std()


@exercise.misconception(
    "a standard deviation that divides by n, where torch's divides by n - 1", of=_Right, method="learnt"
)
def divides_by_n(train, test):
    return train.mean(0), train.std(0, correction=0)


@exercise.misconception("division by the variance: its square root is missing", of=_Right, method="learnt")
def variance(train, test):
    return train.mean(0), train.var(0)


@exercise.misconception("the median in the place of the mean", of=_Right, method="learnt")
def median(train, test):
    return train.median(0).values, train.std(0)


@exercise.misconception("scaling to [0, 1] by the smallest and the largest value", of=_Right, method="learnt")
def min_max(train, test):
    return train.amin(0), train.amax(0) - train.amin(0)


@exercise.misconception(
    "a mean and a standard deviation cut off from their graph: the gradient treats them as constants",
    of=_Right,
    method="learnt",
)
def detached(train, test):
    return train.mean(0).detach(), train.std(0).detach()


@exercise.misconception(
    "division by 0 where a feature is the same in all training samples", of=_Right, method="divisor"
)
def divides_by_zero(std):
    return std


@exercise.misconception(
    "nan_to_num afterwards: 0 / 0 becomes 0, but a test sample that differs becomes the largest number there is",
    of=_Right,
    method="both",
)
def mends_afterwards(train, test, mean, std):
    std = torch.where((train == train[0]).all(0), torch.zeros_like(std), std)
    return torch.nan_to_num((train - mean) / std), torch.nan_to_num((test - mean) / std)


@exercise.misconception(
    "a small eps added to std: where std is 0, a test sample that differs becomes huge", of=_Right, method="divisor"
)
def small_eps(std):
    return std + 1e-8


@exercise.misconception(
    "1 in the place of a std that is small: only where it is 0 is the feature constant", of=_Right, method="divisor"
)
def small_to_one(std):
    return torch.where(std < 1e-3, torch.ones_like(std), std)


@exercise.misconception(
    "1 written into std itself: autograd still needs the number that stood there", of=_Right, method="divisor"
)
def written_into(std):
    std[std == 0] = 1.0
    return std


@exercise.misconception("the mean subtracted, and no division", of=_Right, method="divisor")
def centred_alone(std):
    return torch.ones_like(std)


@exercise.misconception(
    "0 for a constant feature in the test samples too, even where they differ", of=_Right, method="both"
)
def constant_to_zero(train, test, mean, std):
    varies = (train != train[0]).any(0)
    return (train - mean) / std, (test - mean) / std * varies


@exercise.misconception(
    "the test samples standardized by a mean and a standard deviation of their own", of=_Right, method="both"
)
def each_its_own(train, test, mean, std):
    own = test.std(0) if len(test) > 1 else torch.full_like(std, float("nan"))
    return (train - mean) / std, (test - test.mean(0)) / torch.where(own == 0, torch.ones_like(own), own)


@exercise.misconception("test samples that are not standardized", of=_Right, method="both")
def raw_test_samples(train, test, mean, std):
    return (train - mean) / std, test.clone()


@exercise.misconception("samples (rows) standardized, where features (columns) were to be", of=_Right, method="both")
def rows(train, test, mean, std):
    return tuple((x - x.mean(1, keepdim=True)) / x.std(1, keepdim=True) for x in (train, test))


@exercise.misconception("standardizing in place, so that the caller finds other samples than before")
def in_place(train, test):
    found = _Right(train, test)
    train.copy_(found[0])
    test.copy_(found[1])
    return found


@check(
    4,
    "Over which dimension is a mean to be taken, so that there is one for every feature?",
    "`train.mean(dim=0)` runs over the samples and leaves one number a feature; `std` likewise.",
    "`(train - mean) / std` and `(test - mean) / std`, both with the mean and std of the training samples.",
)
@pytest.mark.parametrize(("count", "features", "tests"), [(3, 2, 3), (4, 3, 2), (3, 3, 3), (20, 4, 7)], ids=str)
def test_values(verify, draw, count, features, tests):
    """standardizes training and test samples"""
    verify(draw.normal(count, features, mean=2.0, std=3.0), draw.normal(tests, features))


@check(
    2,
    "What is the standard deviation of one number?",
    "The test samples are treated with what was learnt before; how many they are, and which, must not matter.",
)
def test_single(verify, draw):
    """treats a single test sample, and a strange one, with what it learnt from the training samples"""
    train = draw.normal(6, 3, mean=2.0)
    verify(train, draw.normal(1, 3))
    verify(train, torch.cat([draw.normal(2, 3), torch.tensor([[1000.0, -1000.0, 0.0]])]))


@check(
    2,
    "What is 0 / 0? And by what may you divide without a change?",
    "A feature that is constant in the training samples has std 0. Put 1 there, and only there.",
    "`std = torch.where(std == 0, 1.0, std)`.",
)
def test_constant(verify, draw):
    """divides by 1 where a feature is constant in the training samples, and only there"""
    train = torch.cat([draw.normal(4, 1), torch.full((4, 1), 2.0), draw.normal(4, 1)], 1)
    verify(train, train[:2])
    verify(train, draw.normal(3, 3, mean=1.0))
    verify(1e-5 * draw.normal(5, 2), 1e-5 * draw.normal(2, 2))


@check(
    1,
    "Stay inside torch operations: .item(), .data, .detach() and numpy cut the gradient.",
    "Mean and std depend on the training samples, so the test samples' results do as well.",
)
def test_gradient(verify, draw):
    """lets the gradient through, by way of mean and std too"""
    verify.gradients(draw.normal(5, 3), draw.normal(2, 3))


@check(1, "Make new tensors: `x - mean` is one, `x -= mean` and `x.sub_(mean)` change the caller's.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its inputs unchanged"""
    verify.contract(draw.normal(5, 3), draw.normal(2, 3))
