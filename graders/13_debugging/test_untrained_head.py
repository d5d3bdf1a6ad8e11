"""fine_tune, held against an optimizer that is made after the new head is in its place."""

import pytest
import torch

from torchgrade import Exercise, check

SGD = torch.optim.SGD


class _Program:
    """The right program, with the parts that people get wrong as methods of their own; calling it trains."""

    def __new__(cls, model, head, x, labels, lr, steps):
        optimizers = cls.prepare(model, head, lr)
        losses = []
        for _ in range(steps):
            loss = torch.nn.functional.cross_entropy(model(x), labels)
            for optimizer in optimizers:
                optimizer.zero_grad()
            loss.backward()
            for optimizer in optimizers:
                optimizer.step()
            losses.append(loss.item())
        cls.finish(model, head)
        return losses

    @staticmethod
    def prepare(model, head, lr):
        model.head = head
        return [SGD(model.parameters(), lr=lr, momentum=0.9)]

    @staticmethod
    def finish(model, head):
        pass


exercise = Exercise("fine_tune", reference=_Program)
exercise.equivalent(
    "a tensor of shape () is taken for the number in it",
    "losses.append(loss.item()) -> losses.append(loss)",
)


@exercise.probe_with
def drive(fine_tune, what, body, new, x, labels, lr=0.1, steps=1):
    """Let the program fine-tune a network with an old head for five classes, and return what `what` names."""
    old = torch.linspace(-1, 1, 5 * len(body), dtype=body.dtype, device=body.device).reshape(5, -1)

    def linear(weight):
        layer = torch.nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype, device=weight.device)
        with torch.no_grad():
            layer.weight.copy_(weight)
            layer.bias.zero_()
        return layer

    class Network(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.body, self.head = linear(body), linear(old)

        def forward(self, x):
            return self.head(torch.tanh(self.body(x)))

    model, head = Network(), linear(new)
    losses = fine_tune(model, head, x, labels, lr, steps)
    if what == "place":
        return {"model.head is the layer that was given": model.head is head}
    if what == "losses":
        return [float(loss) for loss in losses]
    if what == "answers":
        return model(x).argmax(1)
    return [p.detach().clone() for layer in (model.head, model.body) for p in layer.parameters()]


@exercise.misconception(
    "an optimizer that holds the old head's parameters: it moves the body, and never the new head",
    of=_Program,
    method="prepare",
)
def old_parameters(model, head, lr):
    optimizer = SGD(model.parameters(), lr=lr, momentum=0.9)
    model.head = head
    return [optimizer]


@exercise.misconception("training the head alone: the body stays as it was", of=_Program, method="prepare")
def head_alone(model, head, lr):
    model.head = head
    return [SGD(head.parameters(), lr=lr, momentum=0.9)]


@exercise.misconception(
    "steps without momentum; a new optimizer for every step would lose it too", of=_Program, method="prepare"
)
def no_momentum(model, head, lr):
    model.head = head
    return [SGD(model.parameters(), lr=lr)]


@exercise.misconception("an optimizer of its own for the new head, but without momentum", of=_Program, method="prepare")
def head_without_momentum(model, head, lr):
    return [*old_parameters(model, head, lr), SGD(head.parameters(), lr=lr)]


@exercise.misconception(
    "a second optimizer for the whole model beside the first: the body moves twice in every step",
    of=_Program,
    method="prepare",
)
def body_twice(model, head, lr):
    return [*old_parameters(model, head, lr), SGD(model.parameters(), lr=lr, momentum=0.9)]


@exercise.misconception("the old head trained and kept: the new one is never put on", of=_Program, method="prepare")
def old_kept(model, head, lr):
    return [SGD(model.parameters(), lr=lr, momentum=0.9)]


class _Late(_Program):
    """Trains with the old head."""

    prepare = staticmethod(old_kept)


@exercise.misconception("the new head put on only after the training", of=_Late, method="finish")
def replaced_late(model, head):
    model.head = head


@exercise.misconception(
    "a copy of the new head: the layer that was given stays as it was", of=_Program, method="prepare"
)
def copies_head(model, head, lr):
    model.head = torch.nn.Linear(*head.weight.T.shape, dtype=head.weight.dtype, device=head.weight.device)
    model.head.load_state_dict(head.state_dict())
    return [SGD(model.parameters(), lr=lr, momentum=0.9)]


def task(draw, count=6, features=3, hidden=4, classes=3):
    """A network's body, a new head for it, and samples to learn from."""
    return {
        "body": draw.normal(hidden, features),
        "new": draw.normal(classes, hidden),
        "x": draw.normal(count, features),
        "labels": draw.integers(count, high=classes),
    }


@check(
    6,
    "Compare the weight of `model.head` before and after one step.",
    "Which tensors does an optimizer move? It is given them once, when it is made, and never looks at the model again.",
    "Put the new head on first, then make one optimizer from `model.parameters()`: it moves body and head.",
)
@pytest.mark.parametrize("steps", [1, 2, 4])
def test_layers(verify, draw, steps):
    """trains the new head, and goes on training the body below it"""
    verify("layers", **task(draw, count=1, hidden=2, classes=2), steps=steps)
    verify("layers", **task(draw), steps=steps)


@check(
    2,
    "Is the first loss that of the model with its new head, and is the second one right as well?",
    "A velocity lives in the optimizer: keep the same one from the first step to the last.",
)
@pytest.mark.parametrize("steps", [2, 3, 5])
def test_losses(verify, draw, steps):
    """puts on the very head that it was given, and returns the model's loss before each step"""
    verify("losses", **task(draw), steps=steps)
    verify("place", **task(draw), steps=steps)


@check(
    2,
    "Start from a head of zeros: what can the model learn if the head stays there?",
    "Every class gets the same score from a head of zeros, whatever the body does.",
)
def test_learns(verify, draw):
    """tells 40 samples of two classes apart, starting from a head of zeros"""
    labels = draw.permutation(40) % 2
    x = torch.stack([2.0 * labels - 1, torch.zeros(40)], 1) + 0.2 * draw.normal(40, 2)
    weights = {"body": torch.eye(2), "new": torch.zeros(2, 2)}
    verify.agrees(labels, at_least=0.95)("answers", **weights, x=x, labels=labels, lr=0.1, steps=30)
