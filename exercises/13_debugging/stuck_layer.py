"""A stuck layer: a program that trains two layers, with one bug.

Symptom: the second layer learns, the first one never moves, and nothing is said about it.

The network is two linear layers with a ReLU between them:

    hidden     = max(first(x), 0)
    prediction = second(hidden)

and both were to follow the gradient of the mean squared error, which reaches the first layer through the
second and through the ReLU.

The program is complete but for one mistake. Find it, and change as little or as much as you like.
"""

import torch


def train_layers(
    first: torch.nn.Linear, second: torch.nn.Linear, x: torch.Tensor, y: torch.Tensor, lr: float, steps: int
) -> list[float]:
    """Train both layers with plain gradient descent, each step on all samples at once.

    Args:
        first: from features to hidden numbers; it is trained in place.
        second: from hidden numbers to outputs; it is trained in place.
        x: the samples, shape (n, features), floating point.
        y: what to predict for each, shape (n, outputs), dtype of x.
        lr: the learning rate.
        steps: how many steps to take.

    Returns:
        The mean squared error before each step.

    Example:
        >>> first, second = torch.nn.Linear(1, 1, bias=False), torch.nn.Linear(1, 1, bias=False)
        >>> weights = torch.nn.init.ones_(first.weight), torch.nn.init.ones_(second.weight)
        >>> train_layers(first, second, torch.ones(1, 1), torch.full((1, 1), 2.0), lr=0.25, steps=2)
        [1.0, 0.0625]
        >>> first.weight.item(), second.weight.item()
        (1.3125, 1.3125)

    Nothing is forbidden.

    Check it with `pytest --exercise stuck_layer`, get a hint with `torchgrade hint stuck_layer`.
    """
    optimizer = torch.optim.SGD([*first.parameters(), *second.parameters()], lr=lr)
    losses = []
    for _ in range(steps):
        hidden = first(x).data
        hidden[hidden < 0] = 0.0
        prediction = second(hidden)
        loss = torch.nn.functional.mse_loss(prediction, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
