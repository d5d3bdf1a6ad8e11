"""train_and_predict, held against a mean and a standard deviation of the training samples alone."""

import pytest
import torch

from torchgrade import Exercise, check


class _Program:
    """The right program, with the parts that people get wrong as methods of their own; calling it predicts."""

    def __new__(cls, train_x, train_y, test_x, lr, steps):
        train, test = cls.standardized(train_x, test_x)
        weight, bias = torch.zeros_like(train[0]), torch.zeros_like(train_y[0])
        for _ in range(steps):
            error = train @ weight + bias - train_y
            weight, bias = weight - lr * 2 * (error @ train) / len(train), bias - lr * 2 * error.mean()
        return test @ weight + bias

    @classmethod
    def standardized(cls, train, test):
        mean, std = cls.learnt(train, torch.cat([train, test]))
        return (train - mean) / std, (test - mean) / std

    @staticmethod
    def learnt(train, everything):
        return train.mean(0), train.std(0)


exercise = Exercise("train_and_predict", reference=_Program)
exercise.equivalent(
    "every row has the same shape, and its numbers do not count",
    "weight = torch.zeros_like(train_x[0]) -> weight = torch.zeros_like(train_x[1])",
    "weight = torch.zeros_like(train_x[0]) -> weight = torch.zeros_like(train_x[(-1)])",
    "bias = torch.zeros_like(train_y[0]) -> bias = torch.zeros_like(train_y[1])",
    "bias = torch.zeros_like(train_y[0]) -> bias = torch.zeros_like(train_y[(-1)])",
)


@exercise.misconception("a mean and a standard deviation that have seen the test samples", of=_Program, method="learnt")
def leaks(train, everything):
    return everything.mean(0), everything.std(0)


@exercise.misconception("a mean that has seen the test samples", of=_Program, method="learnt")
def mean_leaks(train, everything):
    return everything.mean(0), train.std(0)


@exercise.misconception("a standard deviation that has seen the test samples", of=_Program, method="learnt")
def std_leaks(train, everything):
    return train.mean(0), everything.std(0)


@exercise.misconception(
    "the test samples standardized by a mean and a standard deviation of their own", of=_Program, method="standardized"
)
def each_its_own(train, test):
    own = (test - test.mean(0)) / (test.std(0) if len(test) > 1 else float("nan"))
    return (train - train.mean(0)) / train.std(0), own


@exercise.misconception(
    "test samples that are not standardized, while the training samples are", of=_Program, method="standardized"
)
def raw_test_samples(train, test):
    return (train - train.mean(0)) / train.std(0), test


@exercise.misconception("nothing standardized at all", of=_Program, method="standardized")
def nothing(train, test):
    return train, test


@exercise.misconception("one mean and one standard deviation for all features together", of=_Program, method="learnt")
def all_features(train, everything):
    return train.mean(), train.std()


@exercise.misconception(
    "a standard deviation that divides by n, where torch's divides by n - 1", of=_Program, method="learnt"
)
def divides_by_n(train, everything):
    return train.mean(0), train.std(0, correction=0)


@exercise.misconception("standardizing in place, so that the caller finds other samples than before")
def in_place(train_x, train_y, test_x, lr, steps):
    mean, std = train_x.mean(0), train_x.std(0)
    predicted = _Program(train_x, train_y, test_x, lr, steps)
    for x in (train_x, test_x):
        x.sub_(mean).div_(std)
    return predicted


def samples(draw, count, features, scales=1.0):
    """Training samples, whose features have these scales, and what to predict for them."""
    x = draw.normal(count, features)
    y = x @ draw.normal(features) + 2.0 + 0.1 * draw.normal(count)
    return x * torch.tensor(scales) + 0.5, y


@check(
    3,
    "Of which samples are `mean` and `std` the mean and the standard deviation?",
    "Whatever is learnt is learnt from the training samples, and a mean is learnt too.",
    "`mean, std = train_x.mean(dim=0), train_x.std(dim=0)`, and these two for training and test samples alike.",
)
@pytest.mark.parametrize(("count", "features", "tests"), [(3, 1, 2), (5, 2, 4), (20, 3, 30)], ids=str)
def test_values(verify, draw, count, features, tests):
    """predicts for samples like those it learnt from"""
    verify(*samples(draw, count, features), draw.normal(tests, features), lr=0.1, steps=5)


@check(
    3,
    "Would the prediction for a sample be the same if it were the only one?",
    "A single sample has no standard deviation of its own: it must be standardized by what was learnt before.",
)
@pytest.mark.parametrize("features", [1, 3])
def test_one_by_one(verify, draw, features):
    """predicts the same for a sample alone and among others"""
    train, test = samples(draw, 8, features), draw.normal(3, features, mean=1.0)
    for part in (test[:1], test[1:2], test):
        verify(*train, part, lr=0.1, steps=5)


@check(
    2,
    "What does one sample of 1,000 do to a mean?",
    "The test samples may be as strange as they like: what was learnt may not change for them.",
)
def test_outlier(verify, draw):
    """does not change what it learnt because of one strange test sample"""
    train, test = samples(draw, 10, 2), draw.normal(4, 2)
    verify(*train, torch.cat([test, torch.tensor([[1000.0, -1000.0]])]), lr=0.1, steps=5)


@check(
    1,
    "Do all features have the same mean and the same spread?",
    "mean(dim=0) and std(dim=0) give one number for every feature.",
)
def test_scales(verify, draw):
    """treats features of very different sizes alike"""
    verify(*samples(draw, 10, 3, scales=[1.0, 100.0, 0.01]), draw.normal(4, 3), lr=0.1, steps=5)


@check(
    1,
    "Whose samples are they that you standardize?",
    "`x - mean` makes a new tensor; `x -= mean` and `x.sub_(mean)` change the caller's.",
)
def test_contract(verify, draw):
    """keeps dtype and device, and leaves all samples unchanged"""
    verify.contract(*samples(draw, 6, 2), draw.normal(3, 2), lr=0.1, steps=3)
