"""Changing answers: a program that trains and judges, with one bug.

Symptom: judged twice in a row, the same model gets two different losses; judged on one sample after
another, it does worse than on all of them at once.

Some layers work in two ways. While it learns, Dropout puts zeros in random places, and BatchNorm uses the
mean and variance of the present batch and keeps a running average of them. While it is judged or used,
Dropout was to do nothing, and BatchNorm to use those averages without changing them.

The program is complete but for one mistake. Find it, and change as little or as much as you like.
"""

import torch

Batches = list[tuple[torch.Tensor, torch.Tensor]]


def train_and_judge(
    model: torch.nn.Module, training: Batches, test: Batches, optimizer: torch.optim.Optimizer, epochs: int
) -> list[float]:
    """Train the model, and judge it after every epoch on batches that it does not learn from.

    Args:
        model: gives scores of shape (batch, classes); it is trained in place. It may come in any mode, and
            you may leave it in any mode.
        training: the batches (x, labels) to learn from, one step of the optimizer for each.
        test: the batches to judge it by; one may be smaller than the others.
        optimizer: moves the model's parameters.
        epochs: how often to go through all training batches.

    Returns:
        The mean cross-entropy per test sample after each epoch.

    Example:
        >>> model = torch.nn.Dropout(0.5)  # lets scores through unchanged while it is judged
        >>> test = [(torch.tensor([[8.0, 0.0], [0.0, 8.0]]), torch.tensor([0, 1]))]
        >>> optimizer = torch.optim.SGD([torch.zeros(1)], lr=0.1)
        >>> [round(loss, 4) for loss in train_and_judge(model, [], test, optimizer, epochs=2)]
        [0.0003, 0.0003]

    Nothing is forbidden.

    Check it with `pytest --exercise changing_answers`, get a hint with `torchgrade hint changing_answers`.
    """
    ### BEGIN SOLUTION
    ### STUB
    # history = []
    # for _ in range(epochs):
    #     model.train()
    #     for x, labels in training:
    #         loss = torch.nn.functional.cross_entropy(model(x), labels)
    #         optimizer.zero_grad()
    #         loss.backward()
    #         optimizer.step()
    #
    #     total, samples = 0.0, 0
    #     with torch.no_grad():
    #         for x, labels in test:
    #             total += torch.nn.functional.cross_entropy(model(x), labels, reduction="sum").item()
    #             samples += len(x)
    #     history.append(total / samples)
    # return history
    ### END STUB
    history = []
    for _ in range(epochs):
        model.train()
        for x, labels in training:
            loss = torch.nn.functional.cross_entropy(model(x), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

        model.eval()  # no_grad saves memory, but it says nothing to Dropout and BatchNorm
        total, samples = 0.0, 0
        with torch.no_grad():
            for x, labels in test:
                total += torch.nn.functional.cross_entropy(model(x), labels, reduction="sum").item()
                samples += len(x)
        history.append(total / samples)
    return history
    ### END SOLUTION
