"""Always the mean: a training loop with one bug.

Symptom: the loss falls for a while and then stays high, and the model gives nearly the same number for
every sample: the mean of all y. No error is raised.

The loss was to be the mean squared error, each prediction held against its own y:

    loss = mean over i of (prediction_i - y_i)^2

The program is complete but for one mistake. Find it, and change as little or as much as you like.
"""

import torch


def train_predictor(model: torch.nn.Module, x: torch.Tensor, y: torch.Tensor, lr: float, steps: int) -> list[float]:
    """Train the model with plain gradient descent, each step on all samples at once.

    Args:
        model: takes x and gives one prediction a sample, of shape (n, 1); it is trained in place.
        x: the samples, shape (n, features), floating point.
        y: what to predict for each, shape (n,), dtype of x. The caller's x and y stay as they are.
        lr: the learning rate.
        steps: how many steps to take.

    Returns:
        The loss before each step.

    Example:
        >>> model = torch.nn.Linear(1, 1, bias=False)
        >>> weight = torch.nn.init.zeros_(model.weight)
        >>> train_predictor(model, torch.tensor([[1.0], [-1.0]]), torch.tensor([2.0, -2.0]), lr=0.25, steps=3)
        [4.0, 1.0, 0.25]

    Nothing is forbidden.

    Check it with `pytest --exercise always_the_mean`, get a hint with `torchgrade hint always_the_mean`.
    """
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        error = model(x) - y
        loss = error.square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
