"""An untrained head: a program that fine-tunes a network, with one bug.

Symptom: the loss goes down more slowly than it should, and the weights of the new last layer are after
the training exactly what they were before it.

To fine-tune is to take a network that was trained for something else, to put a new last layer (a head)
in the place of the old one, and to go on training all of it, body and head, with momentum:

    velocity = momentum * velocity + gradient
    parameter = parameter - lr * velocity

The program is complete but for one mistake. Find it, and change as little or as much as you like.
"""

import torch


def fine_tune(
    model: torch.nn.Module, head: torch.nn.Linear, x: torch.Tensor, labels: torch.Tensor, lr: float, steps: int
) -> list[float]:
    """Put a new head on the model and train body and head, each step on all samples at once.

    Args:
        model: gives scores of shape (n, classes), the last of its layers being model.head; it is changed
            and trained in place.
        head: the layer to put in the place of model.head; it may be for another number of classes.
        x: the samples, shape (n, features), floating point.
        labels: the right classes, shape (n,), int64.
        lr: the learning rate; the momentum is 0.9.
        steps: how many steps to take.

    Returns:
        The cross-entropy before each step, of the model with its new head.

    Example:
        >>> model = torch.nn.Sequential()
        >>> model.add_module("head", torch.nn.Linear(1, 5))
        >>> head = torch.nn.Linear(1, 2, bias=False)
        >>> weight = torch.nn.init.zeros_(head.weight)
        >>> losses = fine_tune(model, head, torch.ones(1, 1), torch.tensor([0]), lr=0.5, steps=1)
        >>> model.head.weight.detach()
        tensor([[ 0.2500],
                [-0.2500]])

    Nothing is forbidden.

    Check it with `pytest --exercise untrained_head`, get a hint with `torchgrade hint untrained_head`.
    """
    ### BEGIN SOLUTION
    ### STUB
    # optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    # model.head = head
    # losses = []
    # for _ in range(steps):
    #     loss = torch.nn.functional.cross_entropy(model(x), labels)
    #     optimizer.zero_grad()
    #     loss.backward()
    #     optimizer.step()
    #     losses.append(loss.item())
    # return losses
    ### END STUB
    model.head = head
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)  # it moves what the model has now
    losses = []
    for _ in range(steps):
        loss = torch.nn.functional.cross_entropy(model(x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
    ### END SOLUTION
