"""A swinging loss: a training loop with one bug.

Symptom: the first step is right; after it the loss swings up and down and never comes to rest. With a large
learning rate it explodes, and a smaller one only makes it swing more slowly.

Every step was to follow the gradient of the present batch, and of no other:

    parameter = parameter - lr * (gradient of this batch's loss)

The program is complete but for one mistake. Find it, and change as little or as much as you like.
"""

import torch


def train_regression(
    model: torch.nn.Module, batches: list[tuple[torch.Tensor, torch.Tensor]], lr: float, epochs: int
) -> list[float]:
    """Train the model with plain gradient descent on the mean squared error, one step a batch.

    Args:
        model: gives predictions of the shape of y; its parameters are trained in place. Their .grad may
            still hold something from an earlier use, which must not matter.
        batches: pairs (x, y); one may be smaller than the others.
        lr: the learning rate.
        epochs: how often to go through all batches.

    Returns:
        The mean loss per sample of every epoch, each batch's loss taken before its step.

    Example:
        >>> model = torch.nn.Linear(1, 1, bias=False)
        >>> weight = torch.nn.init.zeros_(model.weight)
        >>> train_regression(model, [(torch.ones(2, 1), torch.ones(2, 1))], lr=0.25, epochs=3)
        [1.0, 0.25, 0.0625]

    Nothing is forbidden.

    Check it with `pytest --exercise swinging_loss`, get a hint with `torchgrade hint swinging_loss`.
    """
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for x, y in batches:
            loss = torch.nn.functional.mse_loss(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            samples += len(x)
        history.append(total / samples)
    return history
