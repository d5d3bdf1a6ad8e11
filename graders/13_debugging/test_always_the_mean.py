"""train_predictor, held against a loop that compares each prediction with its own y."""

import pytest
import torch

from torchgrade import Exercise, check


class _Loop:
    """The right loop, with the parts that people get wrong as methods of their own; calling it trains."""

    def __new__(cls, model, x, y, lr, steps):
        optimizer, losses = torch.optim.SGD(model.parameters(), lr=lr), []
        for _ in range(steps):
            loss = cls.loss(model(x), cls.target(y))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        return losses

    @staticmethod
    def target(y):
        return y.unsqueeze(1)

    @staticmethod
    def loss(prediction, target):
        return (prediction - target).square().mean()


exercise = Exercise("train_predictor", reference=_Loop)
exercise.equivalent(
    "the square hides the sign",
    "error = model(x).squeeze(1) - y -> error = (y - model(x).squeeze(1))",
)
exercise.equivalent(
    "a tensor of shape () is taken for the number in it",
    "losses.append(loss.item()) -> losses.append(loss)",
)


@exercise.probe_with
def drive(train_predictor, what, weights, x, y, lr, steps):
    """Let the program train linear layers that start from these weights, and return what `what` names."""
    layers = []
    for weight in weights:
        layer = torch.nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype, device=weight.device)
        with torch.no_grad():
            layer.weight.copy_(weight)
            layer.bias.zero_()
        layers += [layer, torch.nn.Tanh()]
    model = torch.nn.Sequential(*layers[:-1])
    losses = train_predictor(model, x, y, lr, steps)
    if what == "losses":
        return [float(loss) for loss in losses]
    trained = torch.cat([p.detach().reshape(-1) for p in model.parameters()])
    return trained.mul(2).round() / 2 if what == "nearest halves" else trained


@exercise.misconception(
    "a table of errors, of every prediction against every y: what suits all of them best is the mean of y",
    of=_Loop,
    method="target",
)
def table(y):
    return y


@exercise.misconception(
    "the table of every prediction against every y, its squares added up and divided by n", of=_Loop, method="loss"
)
def table_over_n(prediction, target):
    return (prediction - target.squeeze(1)).square().sum() / len(target)


@exercise.misconception("the mean prediction held against the mean of y", of=_Loop, method="loss")
def means(prediction, target):
    return (prediction.mean() - target.mean()).square()


@exercise.misconception("the first prediction held against every y", of=_Loop, method="loss")
def first_prediction(prediction, target):
    return (prediction[0] - target).square().mean()


@exercise.misconception("every prediction held against the first y", of=_Loop, method="loss")
def first_target(prediction, target):
    return (prediction - target[0]).square().mean()


@exercise.misconception("the sum of the squared errors, where the mean was asked for", of=_Loop, method="loss")
def summed(prediction, target):
    return (prediction - target).square().sum()


@exercise.misconception("the mean of the absolute errors, not of the squared ones", of=_Loop, method="loss")
def absolute(prediction, target):
    return (prediction - target).abs().mean()


@exercise.misconception("an in-place change of shape: the caller finds y with another shape than before")
def reshapes_in_place(model, x, y, lr, steps):
    y.unsqueeze_(1)
    return _Loop(model, x, y.squeeze(1), lr, steps)


def samples(draw, count, features=2, hidden=0):
    sizes = [features, *([hidden] if hidden else []), 1]
    weights = [draw.normal(sizes[i + 1], sizes[i]) for i in range(len(sizes) - 1)]
    return {"weights": weights, "x": draw.normal(count, features), "y": draw.normal(count, mean=1.0)}


@check(
    3,
    "How many errors should there be for two samples? Print `error.shape`.",
    "The model gives shape (n, 1), y has (n,). torch makes both (n, n) before it subtracts.",
    "Give both one shape: `model(x).squeeze(1) - y`, or `model(x) - y.unsqueeze(1)`.",
)
@pytest.mark.parametrize("count", [1, 2, 3, 10])
def test_losses(verify, draw, count):
    """returns the mean squared error before each step, for one sample and for several"""
    verify("losses", **samples(draw, count), lr=0.05, steps=1)
    verify("losses", **samples(draw, count), lr=0.05, steps=4)


@check(
    3,
    "What would a model learn that is told that every y belongs to every sample?",
    "The gradient is right as soon as each prediction is subtracted from its own y alone.",
)
@pytest.mark.parametrize(("count", "features", "hidden"), [(2, 1, 0), (4, 3, 0), (6, 2, 4)], ids=str)
def test_parameters(verify, draw, count, features, hidden):
    """trains the model: its parameters are right after one step and after four"""
    verify("parameters", **samples(draw, count, features, hidden), lr=0.05, steps=1)
    verify("parameters", **samples(draw, count, features, hidden), lr=0.05, steps=4)


@check(
    3,
    "Compare the model's predictions with y after the training: do they differ from sample to sample?",
    "Errors of shape (n, 1) or (n,) are right, errors of shape (n, n) are not.",
)
def test_learns(verify, draw):
    """finds the weights 2.0 and -3.5 and the bias 5.0 behind 50 samples"""
    truth, x = torch.tensor([2.0, -3.5, 5.0]), draw.normal(50, 2)
    y = x @ truth[:2] + truth[2] + 0.1 * draw.normal(50)
    data = {"weights": [torch.zeros(1, 2)], "x": x, "y": y}
    verify.agrees(truth, at_least=1.0)("nearest halves", **data, lr=0.1, steps=100)


@check(
    1,
    "Does the caller still have the same y when you are done?",
    "`unsqueeze_` and `resize_` change the tensor itself; `y.unsqueeze(1)` gives a new view of it.",
)
def test_contract(verify, draw):
    """works in float64 too, and leaves x and y as they are"""
    verify.contract("parameters", **samples(draw, 4), lr=0.05, steps=1)
