"""softmax_regression, held against nn.Linear, cross_entropy and torch.optim.SGD."""

import pytest
import torch

from torchgrade import Exercise, check

F = torch.nn.functional


def with_torch(x, labels, num_classes, lr, epochs):
    model = torch.nn.Linear(x.shape[1], num_classes, dtype=x.dtype, device=x.device)
    torch.nn.init.zeros_(model.weight)
    torch.nn.init.zeros_(model.bias)
    optimizer, losses = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(x), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return model.weight.detach(), model.bias.detach(), losses


exercise = Exercise("softmax_regression", reference=with_torch)
exercise.equivalent(
    "a loss may be a tensor, and of a graph behind an answer the exercise says nothing",
    "losses.append(loss.detach()) -> losses.append(loss)",
    "return weight.detach(), bias.detach(), losses -> return weight, bias.detach(), losses",
    "return weight.detach(), bias.detach(), losses -> return weight.detach(), bias, losses",
)


@exercise.probe_with
def train(softmax_regression, what, x, labels, num_classes, lr, epochs, unseen=None):
    """Train and return what was asked for; losses may be floats or tensors of shape ()."""
    weight, bias, losses = softmax_regression(x, labels, num_classes, lr, epochs)
    if what == "losses":
        return [float(loss) for loss in losses]
    if what == "classes":
        return (unseen @ weight.detach().T + bias.detach()).argmax(1)
    return {"weight": weight, "bias": bias}


def by_hand(x, labels, num_classes, lr, epochs, loss=F.cross_entropy, clear=True, learn_bias=True):
    """The loop with autograd; each misconception below changes one thing in it."""
    weight = x.new_zeros(num_classes, x.shape[1]).requires_grad_()
    bias = x.new_zeros(num_classes).requires_grad_()
    losses, total = [], [torch.zeros_like(weight), torch.zeros_like(bias)]
    for _ in range(epochs):
        value = loss(x @ weight.T + bias, labels)
        gradients = torch.autograd.grad(value, (weight, bias))
        total = [g if clear else old + g for old, g in zip(total, gradients, strict=True)]
        with torch.no_grad():
            weight -= lr * total[0]
            bias -= lr * total[1] if learn_bias else 0
        losses.append(value.detach())
    return weight.detach(), bias.detach(), losses


@exercise.misconception("softmax before cross entropy, which takes the softmax itself")
def softmax_twice(x, labels, num_classes, lr, epochs):
    return by_hand(x, labels, num_classes, lr, epochs, lambda scores, y: F.cross_entropy(scores.softmax(1), y))


@exercise.misconception("a softmax over the samples; the classes are dim 1")
def over_samples(x, labels, num_classes, lr, epochs):
    return by_hand(x, labels, num_classes, lr, epochs, lambda scores, y: F.nll_loss(scores.log_softmax(0), y))


@exercise.misconception("minus the probability of the right class as the loss: the logarithm is missing")
def no_logarithm(x, labels, num_classes, lr, epochs):
    return by_hand(x, labels, num_classes, lr, epochs, lambda scores, y: F.nll_loss(scores.softmax(1), y))


@exercise.misconception("the mean squared error between scores and one-hot labels, as in linear regression")
def squared_error(x, labels, num_classes, lr, epochs):
    def loss(scores, y):
        return F.mse_loss(scores, F.one_hot(y, num_classes).to(scores.dtype))

    return by_hand(x, labels, num_classes, lr, epochs, loss)


@exercise.misconception("a sigmoid for every class on its own; the classes exclude each other, so softmax is wanted")
def sigmoids(x, labels, num_classes, lr, epochs):
    def loss(scores, y):
        return F.binary_cross_entropy_with_logits(scores, F.one_hot(y, num_classes).to(scores.dtype))

    return by_hand(x, labels, num_classes, lr, epochs, loss)


@exercise.misconception("exp of the scores as they are: in float32 it overflows above 88")
def overflows(x, labels, num_classes, lr, epochs):
    def loss(scores, y):
        e = scores.exp()
        return F.nll_loss((e / e.sum(1, keepdim=True)).log(), y)

    return by_hand(x, labels, num_classes, lr, epochs, loss)


@exercise.misconception("one-hot labels times log(softmax): where a probability has become 0, 0 * log(0) is NaN")
def zero_times_infinity(x, labels, num_classes, lr, epochs):
    def loss(scores, y):
        return -(F.one_hot(y, num_classes) * scores.softmax(1).log()).sum(1).mean()

    return by_hand(x, labels, num_classes, lr, epochs, loss)


@exercise.misconception(
    "the largest score of the whole table subtracted: rows far below it have a sum of 0, and log(0)"
)
def shift_by_global(x, labels, num_classes, lr, epochs):
    def loss(scores, y):
        shifted = scores - scores.max()
        return (shifted.exp().sum(1).log() - shifted.gather(1, y[:, None])[:, 0]).mean()

    return by_hand(x, labels, num_classes, lr, epochs, loss)


@exercise.misconception("a small number added inside the logarithm, so that no loss can be large")
def capped(x, labels, num_classes, lr, epochs):
    def loss(scores, y):
        return -(scores.softmax(1).gather(1, y[:, None])[:, 0] + 1e-7).log().mean()

    return by_hand(x, labels, num_classes, lr, epochs, loss)


@exercise.misconception("the sum of the samples' losses, where the mean was asked for")
def summed(x, labels, num_classes, lr, epochs):
    return by_hand(x, labels, num_classes, lr, epochs, lambda scores, y: F.cross_entropy(scores, y, reduction="sum"))


@exercise.misconception("the mean over samples and classes; the loss is a mean over the samples alone")
def divided_by_classes(x, labels, num_classes, lr, epochs):
    return by_hand(x, labels, num_classes, lr, epochs, lambda scores, y: F.cross_entropy(scores, y) / num_classes)


@exercise.misconception("never clearing the gradients: backward adds every new one to those before")
def never_cleared(x, labels, num_classes, lr, epochs):
    return by_hand(x, labels, num_classes, lr, epochs, clear=False)


@exercise.misconception("a bias that is never trained, and stays 0")
def no_bias(x, labels, num_classes, lr, epochs):
    return by_hand(x, labels, num_classes, lr, epochs, learn_bias=False)


@exercise.misconception("adding lr * gradient instead of subtracting it")
def climbs(x, labels, num_classes, lr, epochs):
    return by_hand(x, labels, num_classes, -lr, epochs)


@exercise.misconception("one step for every sample, where an epoch is one step on all of them")
def sample_by_sample(x, labels, num_classes, lr, epochs):
    weight, bias, losses = x.new_zeros(num_classes, x.shape[1]), x.new_zeros(num_classes), []
    for _ in range(epochs):
        losses.append(F.cross_entropy(x @ weight.T + bias, labels))
        for row, label in zip(x, labels, strict=True):
            error = (weight @ row + bias).softmax(0) - F.one_hot(label, num_classes)
            weight, bias = weight - lr * error[:, None] * row, bias - lr * error
    return weight, bias, losses


@exercise.misconception("weight as (features, num_classes); torch.nn.Linear has (num_classes, features)")
def weight_transposed(x, labels, num_classes, lr, epochs):
    weight, bias, losses = by_hand(x, labels, num_classes, lr, epochs)
    return weight.T.clone(), bias, losses


@exercise.misconception("as many classes as there are in labels: num_classes may be more")
def classes_seen(x, labels, num_classes, lr, epochs):
    return by_hand(x, labels, int(labels.max()) + 1, lr, epochs)


@exercise.misconception("the random start of nn.Linear, where weight and bias start from zeros")
def random_start(x, labels, num_classes, lr, epochs):
    model = torch.nn.Linear(x.shape[1], num_classes, dtype=x.dtype, device=x.device)
    start, bias = model.weight.detach(), model.bias.detach()

    def loss(scores, y):
        return F.cross_entropy(scores + x @ start.T + bias, y)

    weight, shift, losses = by_hand(x, labels, num_classes, lr, epochs, loss)
    return weight + start, shift + bias, losses


@exercise.misconception("losses[k] measured after step k, where it was to be the loss before it")
def loss_after(x, labels, num_classes, lr, epochs):
    weight, bias, losses = with_torch(x, labels, num_classes, lr, epochs)
    return weight, bias, [*losses[1:], *([F.cross_entropy(x @ weight.T + bias, labels)] if epochs else [])]


@exercise.misconception("parameters made with torch.zeros alone: always float32, always on the CPU")
def default_zeros(x, labels, num_classes, lr, epochs):
    prediction = x @ torch.zeros(num_classes, x.shape[1]).T + torch.zeros(num_classes)
    return by_hand(x, labels, num_classes, lr, epochs) if prediction.dtype == x.dtype else None


def samples(draw, count, features, num_classes, spread=1.0):
    """Clouds of points, one around a corner of its own for every class; the first samples name each class once."""
    labels = torch.cat([torch.arange(num_classes), draw.integers(count - num_classes, high=num_classes)])
    corners = 3 * torch.eye(num_classes, features)
    return {"x": corners[labels] + spread * draw.normal(count, features) + 0.5, "labels": labels}


@check(
    3,
    "Which shape have the scores, if x has shape (n, features) and there is one score for each class?",
    "`scores = x @ weight.T + bias`; the loss is `torch.nn.functional.cross_entropy(scores, labels)`.",
    "Both start from zeros; each epoch takes one step of -lr * gradient for weight and bias.",
)
@pytest.mark.parametrize(
    ("count", "features", "num_classes", "epochs"), [(2, 1, 2, 0), (2, 1, 2, 1), (5, 2, 2, 2), (6, 2, 2, 5)]
)
def test_two_classes(verify, draw, count, features, num_classes, epochs):
    """tells two classes apart: weight and bias after 0, 1, 2, ... epochs"""
    verify("parameters", **samples(draw, count, features, num_classes), num_classes=num_classes, lr=0.5, epochs=epochs)


@check(
    2,
    "Has every class a row in weight and a number in bias, also a class without samples?",
    "Take the number of classes from num_classes, not from the labels that happen to be there.",
)
@pytest.mark.parametrize(("features", "num_classes", "epochs"), [(4, 3, 1), (3, 5, 3), (6, 4, 10)])
def test_more_classes(verify, draw, features, num_classes, epochs):
    """works with more classes and features, and with a class that has no samples"""
    data = samples(draw, 15, features, num_classes)
    verify("parameters", **data, num_classes=num_classes, lr=0.2, epochs=epochs)
    verify("parameters", **data, num_classes=num_classes + 1, lr=0.2, epochs=epochs)


@check(
    2,
    "With all scores 0, what is the probability of each of three classes, and what is its loss?",
    "Append the loss that you computed before the step: losses[0] belongs to the zeros, and is log(num_classes).",
)
@pytest.mark.parametrize(("num_classes", "epochs"), [(2, 1), (3, 3), (5, 10)])
def test_losses(verify, draw, num_classes, epochs):
    """returns the mean cross entropy before each step, also where scores are large, rightly or wrongly"""
    verify("losses", **samples(draw, 12, 5, num_classes), num_classes=num_classes, lr=0.2, epochs=epochs)
    far = {"x": 100 * torch.eye(num_classes, 5), "labels": torch.arange(num_classes)}  # right from step 1 on
    # scores 108 apart and below 87: the wrong classes' probabilities are 0 in float32, and no exp is infinite
    verify("losses", **far, num_classes=num_classes, lr=0.0108 * num_classes, epochs=epochs + 1)
    verify("losses", **far, num_classes=num_classes, lr=1.0, epochs=epochs + 1)
    uneven = {"x": torch.cat([far["x"], torch.zeros(1, 5)]), "labels": torch.cat([far["labels"], torch.tensor([0])])}
    verify("losses", **uneven, num_classes=num_classes, lr=1.0, epochs=epochs + 1)
    torn = {"x": torch.full((4, 1), 100.0), "labels": torch.tensor([0, 0, 0, 1])}  # surely wrong in every second epoch
    verify("losses", **torn, num_classes=2, lr=1.0, epochs=epochs + 1)


@check(
    2,
    "Does the loss go down from epoch to epoch?",
    "Each step must use the gradient of the present parameters alone, and go against it.",
)
def test_unseen(verify, draw):
    """finds the class of 95 % of 300 points that it has never seen"""
    train, test = samples(draw, 200, 4, 4, spread=0.5), samples(draw, 300, 4, 4, spread=0.5)
    reach = verify.agrees(test["labels"], at_least=0.95)
    reach("classes", **train, num_classes=4, lr=0.5, epochs=100, unseen=test["x"])


@check(
    1,
    "Which dtype and which device do your zeros have?",
    "Make them like x: `x.new_zeros(num_classes, features)`; and work on x without changing it.",
)
def test_contract(verify, draw):
    """keeps dtype and device, and leaves the samples unchanged"""
    verify.contract("parameters", **samples(draw, 6, 2, 3), num_classes=3, lr=0.2, epochs=2)
