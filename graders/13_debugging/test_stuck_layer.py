"""train_layers, held against a network whose gradient goes through both layers."""

import pytest
import torch

from torchgrade import Exercise, check


class _Program:
    """The right program, with the parts that people get wrong as methods of their own; calling it trains."""

    def __new__(cls, first, second, x, y, lr, steps):
        optimizer, losses = torch.optim.SGD([*first.parameters(), *second.parameters()], lr=lr), []
        for _ in range(steps):
            loss = cls.loss(cls.output(second, cls.hidden(first(x))), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        return losses

    @staticmethod
    def hidden(numbers):
        return torch.relu(numbers)

    @staticmethod
    def output(second, hidden):
        return second(hidden)

    @staticmethod
    def loss(prediction, y):
        return (prediction - y).square().mean()


exercise = Exercise("train_layers", reference=_Program)
exercise.equivalent(
    "the square hides the sign",
    "loss = torch.nn.functional.mse_loss(prediction, y) -> loss = torch.nn.functional.mse_loss(y, prediction)",
)
exercise.equivalent(
    "a tensor of shape () is taken for the number in it",
    "losses.append(loss.item()) -> losses.append(loss)",
)


@exercise.probe_with
def drive(train_layers, what, first, second, x, y, lr=0.05, steps=1):
    """Let the program train two layers that start from these weights, and return what `what` names."""
    layers = {}
    for name, weight in (("first", first), ("second", second)):
        layer = torch.nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype, device=weight.device)
        with torch.no_grad():
            layer.weight.copy_(weight)
            layer.bias.zero_()
        layers[name] = layer
    losses = train_layers(layers["first"], layers["second"], x, y, lr, steps)
    if what == "losses":
        return [float(loss) for loss in losses]
    if what == "nearest halves":
        return layers["second"](torch.relu(layers["first"](x))).detach().mul(2).round() / 2
    return [p.detach().clone() for p in layers[what].parameters()]


@exercise.misconception(
    "hidden numbers without their history: no gradient reaches the first layer", of=_Program, method="hidden"
)
def cut(numbers):
    return torch.relu(numbers.detach())


@exercise.misconception(
    "zeros written behind autograd's back: the first layer's gradient is that of a network without ReLU",
    of=_Program,
    method="hidden",
)
def behind_the_back(numbers):
    numbers.data.clamp_(min=0)
    return numbers


@exercise.misconception("no ReLU between the two layers", of=_Program, method="hidden")
def no_relu(numbers):
    return numbers


@exercise.misconception("absolute values, where negative numbers were to become 0", of=_Program, method="hidden")
def absolute(numbers):
    return numbers.abs()


@exercise.misconception("a ReLU after the second layer as well", of=_Program, method="output")
def relu_at_the_end(second, hidden):
    return torch.relu(second(hidden))


@exercise.misconception(
    "the second layer's numbers without their history: now it is stuck", of=_Program, method="output"
)
def other_layer_stuck(second, hidden):
    return torch.nn.functional.linear(hidden, second.weight.data, second.bias.data)


@exercise.misconception("the sum of the squared errors, where the mean was asked for", of=_Program, method="loss")
def summed(prediction, y):
    return (prediction - y).square().sum()


def task(draw, count=6, features=3, hidden=5, outputs=2):
    """Layers of which about half of the hidden numbers are below 0."""
    return {
        "first": draw.normal(hidden, features),
        "second": draw.normal(outputs, hidden),
        "x": draw.normal(count, features),
        "y": draw.normal(count, outputs, mean=1.0),
    }


@check(
    4,
    "Print `first.weight.grad` after `backward()`.",
    "Which line gives you the numbers of a tensor without the record of where they came from?",
    "`hidden = torch.relu(first(x))`: no `.data`, no `.detach()`, no `.numpy()` on the way to the loss.",
)
@pytest.mark.parametrize("steps", [1, 2, 4])
def test_first(verify, draw, steps):
    """trains the first layer"""
    verify("first", **task(draw, count=3, hidden=4), steps=steps)
    verify("first", **task(draw), steps=steps)


@check(
    2,
    "Does the second layer see what the first one has become?",
    "After one step it is right anyway; from the second step on it depends on how the first layer moved.",
)
@pytest.mark.parametrize("steps", [2, 4])
def test_second(verify, draw, steps):
    """trains the second layer, on what the first one gives by then"""
    verify("second", **task(draw), steps=steps)


@check(
    2,
    "Is the first loss right? It does not depend on any gradient.",
    "The network is second(relu(first(x))), and the loss is the mean of the squared errors.",
)
@pytest.mark.parametrize("steps", [2, 5])
def test_losses(verify, draw, steps):
    """returns the mean squared error before each step"""
    verify("losses", **task(draw), steps=steps)


@check(
    2,
    "Where is the bend of the curve y = max(x - 1, 0), and which layer decides where the network has its own?",
    "The bend is where first(x) crosses 0, so only a first layer that moves can bring it to the right place.",
)
def test_bend(verify):
    """learns y = max(x - 1, 0), starting from a bend in the wrong place"""
    x = torch.arange(-1.0, 3.25, 0.5).unsqueeze(1)
    y = (x - 1).clamp(min=0)
    start = {"first": torch.ones(1, 1), "second": torch.ones(1, 1)}
    verify.agrees(y, at_least=1.0)("nearest halves", **start, x=x, y=y, lr=0.05, steps=300)
