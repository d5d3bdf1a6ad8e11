"""Growing memory: a training loop with one bug.

Symptom: every number is right, but the program needs more memory with every batch. On a small model
nobody notices; on a large one it is killed after a thousand batches.

What a loss was computed from, its graph, is needed for backward and for nothing else. It lives as long as
some tensor that was computed from the loss is still there. What a program keeps from batch to batch was to
be numbers alone.

The program is complete but for one mistake. Find it, and change as little or as much as you like.
"""

import torch


def train_with_log(
    model: torch.nn.Module, batches: list[tuple[torch.Tensor, torch.Tensor]], lr: float, epochs: int
) -> list[float]:
    """Train the model with plain gradient descent on the mean squared error, and log each epoch's loss.

    Args:
        model: gives predictions of the shape of y; it is trained in place.
        batches: pairs (x, y); one may be smaller than the others.
        lr: the learning rate.
        epochs: how often to go through all batches.

    Returns:
        The mean loss per sample of every epoch, each batch's loss taken before its step: Python floats, or
        tensors of shape () that hold no graph.

    Example:
        >>> model = torch.nn.Linear(1, 1, bias=False)
        >>> weight = torch.nn.init.zeros_(model.weight)
        >>> history = train_with_log(model, [(torch.ones(2, 1), torch.ones(2, 1))], lr=0.25, epochs=3)
        >>> [float(loss) for loss in history], any(getattr(loss, "requires_grad", False) for loss in history)
        ([1.0, 0.25, 0.0625], False)

    Nothing is forbidden.

    Check it with `pytest --exercise growing_memory`, get a hint with `torchgrade hint growing_memory`.
    """
    ### BEGIN SOLUTION
    ### STUB
    # optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    # history = []
    # for _ in range(epochs):
    #     total, samples = 0.0, 0
    #     for x, y in batches:
    #         loss = torch.nn.functional.mse_loss(model(x), y)
    #         optimizer.zero_grad()
    #         loss.backward()
    #         optimizer.step()
    #         total += loss * len(x)
    #         samples += len(x)
    #     history.append(total / samples)
    # return history
    ### END STUB
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for x, y in batches:
            loss = torch.nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)  # a number, which keeps no graph alive
            samples += len(x)
        history.append(total / samples)
    return history
    ### END SOLUTION
