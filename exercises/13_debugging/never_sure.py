"""Never sure: a training loop with one bug.

Symptom: the classes are easy to tell apart, yet the loss sinks slowly, and can never come near 0.
With three classes it stops above 0.55, even where every single answer is right.

A model gives scores, any numbers. The loss was to be the cross-entropy of their softmax:

    probability_ij = exp(score_ij) / sum_k exp(score_ik)
    loss           = mean over i of -log(probability of the right class of sample i)

The program is complete but for one mistake. Find it, and change as little or as much as you like.
"""

import torch


def train_classifier(
    model: torch.nn.Module, x: torch.Tensor, labels: torch.Tensor, lr: float, steps: int
) -> tuple[list[float], torch.Tensor]:
    """Train the model with plain gradient descent, each step on all samples at once.

    Args:
        model: gives scores of shape (n, classes), which are no probabilities; it is trained in place.
        x: the samples, shape (n, features), floating point.
        labels: the right classes, shape (n,), int64.
        lr: the learning rate.
        steps: how many steps to take.

    Returns:
        The loss before each step, and the trained model's probabilities for x, of shape (n, classes),
        each row of which adds up to 1, without a graph.

    Example:
        >>> model = torch.nn.Linear(2, 2, bias=False)
        >>> weight = torch.nn.init.eye_(model.weight)
        >>> losses, probabilities = train_classifier(model, 10 * torch.eye(2), torch.tensor([0, 1]), 0.1, 2)
        >>> [round(loss, 3) for loss in losses], probabilities.round()
        ([0.0, 0.0], tensor([[1., 0.],
                [0., 1.]]))

    Nothing is forbidden.

    Check it with `pytest --exercise never_sure`, get a hint with `torchgrade hint never_sure`.
    """
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        probabilities = torch.softmax(model(x), dim=1)
        loss = torch.nn.functional.cross_entropy(probabilities, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    with torch.no_grad():
        probabilities = torch.softmax(model(x), dim=1)
    return losses, probabilities
