"""train_regression, held against a loop that clears the gradients before each backward."""

import pytest
import torch

from torchgrade import Exercise, check


class _Loop:
    """The right loop, with the parts that people get wrong as methods of their own; calling it trains."""

    def __new__(cls, model, batches, lr, epochs):
        optimizer, history = torch.optim.SGD(model.parameters(), lr=cls.rate(lr)), []
        for _ in range(epochs):
            cls.begin(optimizer)
            losses, sizes = [], []
            for x, y in batches:
                losses.append(torch.nn.functional.mse_loss(model(x), y))
                cls.step(optimizer, losses[-1])
                sizes.append(len(x))
            history.append(sum(loss.item() * n for loss, n in zip(losses, sizes, strict=True)) / sum(sizes))
        return history

    @staticmethod
    def rate(lr):
        return lr

    @staticmethod
    def begin(optimizer):
        pass

    @staticmethod
    def step(optimizer, loss):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


exercise = Exercise("train_regression", reference=_Loop)
exercise.equivalent(
    "the square hides the sign",
    "loss = torch.nn.functional.mse_loss(model(x), y) -> loss = torch.nn.functional.mse_loss(y, model(x))",
)
exercise.equivalent(
    "a tensor of shape () is taken for the number in it",
    "total += loss.item() * len(x) -> total += loss * len(x)",
)


@exercise.probe_with
def drive(train_regression, what, weight, batches, lr, epochs=1, leftover=None):
    """Let the program train a linear layer that starts from this weight, and return what `what` names."""
    model = torch.nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype, device=weight.device)
    with torch.no_grad():
        model.weight.copy_(weight)
        model.bias.zero_()
    for p in model.parameters() if leftover else ():
        p.grad = torch.full_like(p, leftover)
    history = train_regression(model, batches, lr, epochs)
    if what == "history":
        return [float(loss) for loss in history]
    trained = torch.cat([p.detach().reshape(-1) for p in model.parameters()])
    return trained.mul(2).round() / 2 if what == "nearest halves" else trained


@exercise.misconception("steps that follow the sum of all gradients so far", of=_Loop, method="step")
def growing(optimizer, loss):
    loss.backward()
    optimizer.step()


class _Growing(_Loop):
    """The loop as the stub has it."""

    step = staticmethod(growing)


@exercise.misconception("the learning rate made smaller, where the gradients still add up", of=_Growing, method="rate")
def smaller_rate(lr):
    return lr / 10


@exercise.misconception(
    "the gradients cleared once an epoch: from batch to batch they still add up", of=_Growing, method="begin"
)
def once_an_epoch(optimizer):
    optimizer.zero_grad()


@exercise.misconception(
    "the gradients cleared after backward and before the step: nothing is left to follow", of=_Loop, method="step"
)
def cleared_too_late(optimizer, loss):
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()


@exercise.misconception(
    "the gradients cleared only after each step: what the model brought along still counts", of=_Loop, method="step"
)
def cleared_after(optimizer, loss):
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


@exercise.misconception(
    "a step before backward: each batch is answered with the gradient of the batch before", of=_Loop, method="step"
)
def steps_first(optimizer, loss):
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()


def batches(draw, count, features=3, outputs=2):
    """Batches of 4, 4, 4, ... samples, of which the last has 2."""
    weight = draw.normal(outputs, features)
    pairs = []
    for index in range(count):
        x = draw.normal(2 if count > 1 and index == count - 1 else 4, features)
        pairs.append((x, x @ draw.normal(features, outputs)))
    return {"weight": weight, "batches": pairs}


@check(
    4,
    "Print `model.weight.grad` right after `backward()`, batch after batch. Is it the gradient of that batch?",
    "`backward()` adds the new gradient to what is in .grad. Who takes the old one away, and when?",
    "Three lines for each batch, in this order: `optimizer.zero_grad()`, `loss.backward()`, `optimizer.step()`.",
)
@pytest.mark.parametrize(("count", "epochs"), [(1, 1), (1, 2), (2, 1), (3, 1), (2, 3)], ids=str)
def test_steps(verify, draw, count, epochs):
    """takes the right step for every batch"""
    verify("parameters", **batches(draw, count), lr=0.1, epochs=epochs)


@check(
    2,
    "Is the loss of the first batch right, and that of the second, and of the third?",
    "The losses are measured in the right place. They are wrong because the steps before them were.",
)
@pytest.mark.parametrize(("count", "epochs"), [(2, 1), (3, 1), (3, 3)], ids=str)
def test_history(verify, draw, count, epochs):
    """returns the mean loss per sample of every epoch"""
    verify("history", **batches(draw, count), lr=0.05, epochs=epochs)


@check(
    1,
    "What is in .grad when your first batch begins?",
    "Clear the gradients before `backward()`, not only after the step.",
)
def test_leftovers(verify, draw):
    """is not disturbed by what the model's .grad held before"""
    verify("parameters", **batches(draw, 2), lr=0.1, leftover=0.5)


@check(
    3,
    "Does the loss go down from epoch to epoch, for any small learning rate?",
    "Repair the steps themselves: a smaller learning rate would only hide what is wrong with them.",
)
def test_learns(verify, draw):
    """finds the weights 2.0 and -3.5 and the bias 1.0 behind 40 samples"""
    truth, x = torch.tensor([2.0, -3.5, 1.0]), draw.normal(40, 2)
    y = (x @ truth[:2] + truth[2]).unsqueeze(1)
    pairs = [(x[i : i + 8], y[i : i + 8]) for i in range(0, 40, 8)]
    verify.agrees(truth, at_least=1.0)("nearest halves", weight=torch.zeros(1, 2), batches=pairs, lr=0.05, epochs=40)
