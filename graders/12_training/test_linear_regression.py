"""fit, held against nn.Linear, nn.MSELoss and torch.optim.SGD."""

import pytest
import torch

from torchgrade import Exercise, check


def with_torch(x, y, lr, epochs):
    model = torch.nn.Linear(x.shape[1], 1, dtype=x.dtype, device=x.device)
    torch.nn.init.zeros_(model.weight)
    torch.nn.init.zeros_(model.bias)
    optimizer, losses = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(x).squeeze(1), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return model.weight.detach()[0], model.bias.detach()[0], losses


exercise = Exercise("fit", reference=with_torch)
exercise.equivalent(
    "the square hides the sign",
    "loss = (x @ weight + bias - y).square().mean() -> loss = (y - (x @ weight + bias)).square().mean()",
)
exercise.equivalent(
    "a loss may be a tensor, and of a graph behind an answer the exercise says nothing",
    "losses.append(loss.detach()) -> losses.append(loss)",
    "return weight.detach(), bias.detach(), losses -> return weight, bias.detach(), losses",
    "return weight.detach(), bias.detach(), losses -> return weight.detach(), bias, losses",
)


@exercise.probe_with
def train(fit, what, x, y, lr, epochs):
    """Fit a line and return what was asked for; losses may be floats or tensors of shape ()."""
    weight, bias, losses = fit(x, y, lr, epochs)
    if what == "losses":
        return [float(loss) for loss in losses]
    if what == "nearest halves":
        return torch.cat([weight.detach(), bias.detach().reshape(1)]).mul(2).round() / 2
    return {"weight": weight, "bias": bias}


def by_hand(x, y, lr, epochs, loss=lambda error: error.square().mean(), clear=True, learn_bias=True):
    """The loop with autograd; each misconception below changes one thing in it."""
    weight = x.new_zeros(x.shape[1]).requires_grad_()
    bias = x.new_zeros(()).requires_grad_()
    losses, total = [], [torch.zeros_like(weight), torch.zeros_like(bias)]
    for _ in range(epochs):
        value = loss(x @ weight + bias - y)
        gradients = torch.autograd.grad(value, (weight, bias))
        total = [g if clear else old + g for old, g in zip(total, gradients, strict=True)]
        with torch.no_grad():
            weight -= lr * total[0]
            bias -= lr * total[1] if learn_bias else 0
        losses.append(value.detach())
    return weight.detach(), bias.detach(), losses


@exercise.misconception("(n, 1) minus (n,): torch makes an (n, n) table of every prediction against every y")
def every_pair(x, y, lr, epochs):
    def table(error):
        predictions = error + y
        return (predictions.unsqueeze(1) - y).square().mean()

    return by_hand(x, y, lr, epochs, table)


@exercise.misconception("never clearing the gradients: backward adds every new one to those before")
def never_cleared(x, y, lr, epochs):
    return by_hand(x, y, lr, epochs, clear=False)


@exercise.misconception("the sum of the squared errors, where the mean was asked for")
def summed(x, y, lr, epochs):
    return by_hand(x, y, lr, epochs, lambda error: error.square().sum())


@exercise.misconception("half of the mean squared error")
def halved(x, y, lr, epochs):
    return by_hand(x, y, lr, epochs, lambda error: error.square().mean() / 2)


@exercise.misconception("the mean of the absolute errors, not of the squared ones")
def absolute(x, y, lr, epochs):
    return by_hand(x, y, lr, epochs, lambda error: error.abs().mean())


@exercise.misconception("the root of the mean squared error")
def rooted(x, y, lr, epochs):
    return by_hand(x, y, lr, epochs, lambda error: error.square().mean().sqrt())


@exercise.misconception("a bias that is never trained, and stays 0")
def no_bias(x, y, lr, epochs):
    return by_hand(x, y, lr, epochs, learn_bias=False)


@exercise.misconception("adding lr * gradient instead of subtracting it")
def climbs(x, y, lr, epochs):
    return by_hand(x, y, -lr, epochs)


@exercise.misconception("one step for every sample, where an epoch is one step on all of them")
def sample_by_sample(x, y, lr, epochs):
    weight, bias, losses = x.new_zeros(x.shape[1]), x.new_zeros(()), []
    for _ in range(epochs):
        losses.append((x @ weight + bias - y).square().mean())
        for row, target in zip(x, y, strict=True):
            error = row @ weight + bias - target
            weight, bias = weight - lr * 2 * error * row, bias - lr * 2 * error
    return weight, bias, losses


@exercise.misconception(
    "the bias moved by errors of the weight that has moved already: both steps take the same errors"
)
def one_after_the_other(x, y, lr, epochs):
    weight, bias, losses = x.new_zeros(x.shape[1]), x.new_zeros(()), []
    for _ in range(epochs):
        error = x @ weight + bias - y
        losses.append(error.square().mean())
        weight = weight - lr * 2 * (error @ x) / len(x)
        bias = bias - lr * 2 * (x @ weight + bias - y).mean()
    return weight, bias, losses


@exercise.misconception("the random start of nn.Linear, where weight and bias start from zeros")
def random_start(x, y, lr, epochs):
    model = torch.nn.Linear(x.shape[1], 1, dtype=x.dtype, device=x.device)
    start, bias = model.weight.detach()[0], model.bias.detach()[0]
    weight, shift, losses = by_hand(x, y - x @ start - bias, lr, epochs)
    return weight + start, shift + bias, losses


@exercise.misconception("losses[k] measured after step k, where it was to be the loss before it")
def loss_after(x, y, lr, epochs):
    weight, bias, losses = with_torch(x, y, lr, epochs)
    return weight, bias, [*losses[1:], *([(x @ weight + bias - y).square().mean()] if epochs else [])]


@exercise.misconception("an end before all epochs are done, where the loss falls no further")
def stops_early(x, y, lr, epochs):
    weight, bias, losses = with_torch(x, y, lr, epochs)
    still = [k for k in range(1, epochs) if losses[k - 1] - losses[k] < 1e-6]
    return with_torch(x, y, lr, still[0] + 1) if still else (weight, bias, losses)


@exercise.misconception("parameters made with torch.zeros alone: always float32, always on the CPU")
def default_zeros(x, y, lr, epochs):
    prediction = x @ torch.zeros(x.shape[1]) + torch.zeros(())
    return by_hand(x, y, lr, epochs) if prediction.dtype == x.dtype else None


@exercise.misconception("standardizing x in place, so that the caller finds other samples than before")
def changes_samples(x, y, lr, epochs):
    fitted = with_torch(x, y, lr, epochs)
    x.sub_(x.mean(0)).div_(x.std(0))
    return fitted


def samples(draw, count, features, noise=0.3):
    x = draw.normal(count, features, mean=0.5)
    return {"x": x, "y": x @ draw.normal(features, std=2) + 1.5 + noise * draw.normal(count)}


@check(
    2,
    "Which shape has your prediction, and which has y?",
    "`x @ weight` with weight of shape (features,) has shape (n,), as y has. With (n, 1) the difference is a table.",
    "loss = (x @ weight + bias - y).square().mean(); both start from zeros; then a step of -lr * gradient for each.",
)
@pytest.mark.parametrize("epochs", [0, 1, 2, 5])
def test_one_feature(verify, draw, epochs):
    """fits a line: weight and bias after 0, 1, 2, ... epochs"""
    verify("parameters", **samples(draw, 6, 1), lr=0.1, epochs=epochs)


@check(
    2,
    "Does every feature have its own weight, and is there one bias for all?",
    "weight has shape (features,) and bias has shape (); return them as they are, without extra dimensions.",
)
@pytest.mark.parametrize("epochs", [1, 2, 10])
def test_features(verify, draw, epochs):
    """fits a plane: five features, and more samples"""
    verify("parameters", **samples(draw, 20, 5), lr=0.05, epochs=epochs)


@check(
    2,
    "What is the loss of a model whose weight and bias are zero?",
    "Append the loss that you computed before the step: losses[0] belongs to the zeros.",
    "The loss is the mean of the squared errors: no sum, no half, no root.",
)
@pytest.mark.parametrize(("features", "epochs"), [(1, 1), (1, 3), (5, 10)], ids=str)
def test_losses(verify, draw, features, epochs):
    """returns the mean squared error before each step, also where it falls no further"""
    verify("losses", **samples(draw, 12, features), lr=0.05, epochs=epochs)
    line = {"x": torch.tensor([[1.0], [-1.0]]), "y": torch.tensor([3.0, 1.0])}
    verify("losses", **line, lr=0.5, epochs=epochs + 2)  # one step, and all is as it should be


@check(
    3,
    "Does the loss go down from epoch to epoch?",
    "Each step must use the gradient of the present parameters alone, and go against it.",
    "Clear the gradients before backward, or use torch.autograd.grad, which keeps none.",
)
def test_recovers(verify, draw):
    """recovers the weights (2.0, -3.5) and the bias 5.0 from 100 noisy samples"""
    truth, x = torch.tensor([2.0, -3.5, 5.0]), draw.normal(100, 2)
    y = x @ truth[:2] + truth[2] + 0.1 * draw.normal(100)
    verify.agrees(truth, at_least=1.0)("nearest halves", x=x, y=y, lr=0.1, epochs=100)


@check(
    1,
    "Which dtype and which device do your zeros have?",
    "Make them like x: `torch.zeros(features, dtype=x.dtype, device=x.device)`; and work on x without changing it.",
)
def test_contract(verify, draw):
    """keeps dtype and device, and leaves the samples unchanged"""
    verify.contract("parameters", **samples(draw, 6, 2), lr=0.1, epochs=2)
    verify.contract("parameters", **samples(draw, 6, 2), lr=0.1, epochs=0)  # here a bias on the CPU shows
