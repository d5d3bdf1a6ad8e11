"""A flattering score: a program that trains and predicts, with one bug.

Symptom: what the model predicts for a sample depends on which other test samples lie beside it. On the
test set it does a little better than it later does on new samples, which come one by one.

Standardizing brings every feature to mean 0 and standard deviation 1. Both numbers are learnt, and were to
be learnt from the training samples alone:

    standardized = (x - mean) / std            mean and std of the training samples, feature by feature

The same mean and std then serve for training, test and every later sample.

The program is complete but for one mistake. Find it, and change as little or as much as you like.
"""

import torch


def train_and_predict(
    train_x: torch.Tensor, train_y: torch.Tensor, test_x: torch.Tensor, lr: float, steps: int
) -> torch.Tensor:
    """Standardize the samples, fit a plane by gradient descent from zeros, and predict for the test samples.

    Args:
        train_x: samples to learn from, shape (n, features), floating point, n > 1; no feature is constant,
            so that nothing need be added to std.
        train_y: what to predict for each, shape (n,).
        test_x: samples to predict for, shape (m, features), m > 0. All three stay as they are.
        lr: the learning rate.
        steps: how many steps to take, each on all training samples, on the mean squared error.

    Returns:
        The prediction for each test sample, shape (m,), with the dtype and device of train_x. The standard
        deviation is torch's, which divides by n - 1.

    Example:
        >>> train_x, train_y = torch.tensor([[0.0], [1.0], [2.0]]), torch.tensor([1.0, 3.0, 5.0])
        >>> train_and_predict(train_x, train_y, torch.tensor([[1.0], [10.0]]), lr=0.3, steps=50)
        tensor([ 3.0000, 21.0000])

    Nothing is forbidden.

    Check it with `pytest --exercise flattering_score`, get a hint with `torchgrade hint flattering_score`.
    """
    everything = torch.cat([train_x, test_x])
    mean, std = everything.mean(dim=0), everything.std(dim=0)
    train_x, test_x = (train_x - mean) / std, (test_x - mean) / std

    weight = torch.zeros_like(train_x[0])
    bias = torch.zeros_like(train_y[0])
    for _ in range(steps):
        error = train_x @ weight + bias - train_y
        weight = weight - lr * 2 * (error @ train_x) / len(train_x)
        bias = bias - lr * 2 * error.mean()
    return test_x @ weight + bias
