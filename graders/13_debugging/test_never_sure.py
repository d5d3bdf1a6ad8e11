"""train_classifier, held against torch's cross_entropy of the scores themselves."""

import pytest
import torch

from torchgrade import Exercise, check


class _Loop:
    """The right loop, with the parts that people get wrong as methods of their own; calling it trains."""

    def __new__(cls, model, x, labels, lr, steps):
        optimizer, losses = torch.optim.SGD(model.parameters(), lr=lr), []
        for _ in range(steps):
            loss = cls.loss(model(x), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        return losses, cls.probabilities(cls.scores(model, x))

    @staticmethod
    def scores(model, x):
        with torch.no_grad():
            return model(x)

    @staticmethod
    def loss(scores, labels):
        return torch.nn.functional.cross_entropy(scores, labels)

    @staticmethod
    def probabilities(scores):
        return torch.softmax(scores, 1)


exercise = Exercise("train_classifier", reference=_Loop)
exercise.equivalent(
    "a tensor of shape () is taken for the number in it",
    "losses.append(loss.item()) -> losses.append(loss)",
)


@exercise.probe_with
def drive(train_classifier, what, weights, x, labels, lr, steps):
    """Let the program train linear layers that start from these weights, and return what `what` names."""
    layers = []
    for weight in weights:
        layer = torch.nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype, device=weight.device)
        with torch.no_grad():
            layer.weight.copy_(weight)
            layer.bias.zero_()
        layers += [layer, torch.nn.Tanh()]
    model = torch.nn.Sequential(*layers[:-1])
    losses, probabilities = train_classifier(model, x, labels, lr, steps)
    return {
        "losses": lambda: [float(loss) for loss in losses],
        "parameters": lambda: torch.cat([p.detach().reshape(-1) for p in model.parameters()]),
        "probabilities": lambda: {"hold a graph": probabilities.requires_grad, "values": probabilities.detach()},
        "sure of": lambda: torch.where(probabilities.amax(1) > 0.9, probabilities.argmax(1), -1),
    }[what]()


@exercise.misconception(
    "a softmax of the softmax: the loss takes probabilities for scores, and scores in [0, 1] are never far apart",
    of=_Loop,
    method="loss",
)
def softmax_twice(scores, labels):
    return torch.nn.functional.cross_entropy(torch.softmax(scores, 1), labels)


@exercise.misconception(
    "scores given back as they are: the softmax was taken away from the result as well",
    of=_Loop,
    method="probabilities",
)
def no_probabilities(scores):
    return scores


@exercise.misconception(
    "log-probabilities given back, where probabilities were asked for", of=_Loop, method="probabilities"
)
def logarithms(scores):
    return torch.log_softmax(scores, 1)


@exercise.misconception(
    "the softmax of the result from sample to sample (dim 0): its columns add up to 1, not its rows",
    of=_Loop,
    method="probabilities",
)
def result_over_samples(scores):
    return torch.softmax(scores, 0)


@exercise.misconception(
    "probabilities from before the last step: they are to be the trained model's", of=_Loop, method="__new__"
)
def before_last_step(cls, model, x, labels, lr, steps):
    losses, early = _Loop(model, x, labels, lr, steps - 1)
    return losses + _Loop(model, x, labels, lr, 1)[0], early


@exercise.misconception(
    "probabilities that hold a graph: whoever keeps them keeps all that they were computed from",
    of=_Loop,
    method="scores",
)
def with_graph(model, x):
    return model(x)


@exercise.misconception("minus the probability of the right class, without its logarithm", of=_Loop, method="loss")
def without_log(scores, labels):
    return torch.nn.functional.nll_loss(torch.softmax(scores, 1), labels)


@exercise.misconception("minus the score of the right class, without any softmax", of=_Loop, method="loss")
def without_softmax(scores, labels):
    return torch.nn.functional.nll_loss(scores, labels)


@exercise.misconception("a softmax from sample to sample (dim 0), not from class to class", of=_Loop, method="loss")
def wrong_dim(scores, labels):
    return torch.nn.functional.nll_loss(torch.log_softmax(scores, 0), labels)


@exercise.misconception("the loss added up over the samples, where the mean was asked for", of=_Loop, method="loss")
def summed(scores, labels):
    return torch.nn.functional.cross_entropy(scores, labels, reduction="sum")


@exercise.misconception("the squared distance of the probabilities to 0 and 1", of=_Loop, method="loss")
def squared(scores, labels):
    wanted = torch.nn.functional.one_hot(labels, scores.shape[1]).to(scores)
    return (torch.softmax(scores, 1) - wanted).square().mean()


def samples(draw, count, *sizes):
    weights = [draw.normal(sizes[i + 1], sizes[i]) for i in range(len(sizes) - 1)]
    return {
        "weights": weights,
        "x": draw.normal(count, sizes[0]),
        "labels": torch.cat([draw.integers(count - 1, high=sizes[-1]), torch.tensor([sizes[-1] - 1])]),
    }


@check(
    3,
    "What does `cross_entropy` take: scores, probabilities or logarithms? Look it up.",
    "torch's `cross_entropy` takes the softmax itself. What does it make of numbers that are probabilities already?",
    "Give it the model's scores: `torch.nn.functional.cross_entropy(model(x), labels)`.",
)
@pytest.mark.parametrize(("count", "sizes"), [(1, (2, 2)), (2, (2, 3)), (6, (3, 4)), (6, (3, 5, 4))], ids=str)
def test_losses(verify, draw, count, sizes):
    """returns the cross-entropy before each step"""
    verify("losses", **samples(draw, count, *sizes), lr=0.1, steps=1)
    verify("losses", **samples(draw, count, *sizes), lr=0.1, steps=4)


@check(
    3,
    "Which loss does the model go down, and is it the one above?",
    "With one softmax the gradient of a score is its probability, less 1 for the right class, divided by n.",
)
@pytest.mark.parametrize(("count", "sizes"), [(2, (2, 2)), (4, (2, 3)), (6, (3, 5, 4))], ids=str)
def test_parameters(verify, draw, count, sizes):
    """trains the model: its parameters are right after one step and after four"""
    verify("parameters", **samples(draw, count, *sizes), lr=0.1, steps=1)
    verify("parameters", **samples(draw, count, *sizes), lr=0.1, steps=4)


@check(
    2,
    "Do the rows of what you return add up to 1, and are they those of the trained model?",
    "The loss wants scores, the caller wants probabilities: keep the softmax in the result.",
)
@pytest.mark.parametrize(("count", "sizes"), [(2, (2, 2)), (6, (3, 4))], ids=str)
def test_probabilities(verify, draw, count, sizes):
    """returns the trained model's probabilities, without a graph"""
    verify("probabilities", **samples(draw, count, *sizes), lr=1.0, steps=2)
    verify("probabilities", **samples(draw, count, *sizes), lr=1.0, steps=5)


@check(
    2,
    "How low can the loss get if the scores lie between 0 and 1?",
    "After the repair the loss of these samples goes to 0, and the probabilities of the right classes to 1.",
)
def test_becomes_sure(verify, draw):
    """becomes more than 90 % sure of the right class of 60 samples in three clusters"""
    labels = draw.permutation(60) % 3
    x = 3 * torch.eye(3)[labels] + 0.1 * draw.normal(60, 3)
    data = {"weights": [torch.zeros(3, 3)], "x": x, "labels": labels}
    verify.agrees(labels, at_least=0.95)("sure of", **data, lr=0.5, steps=7)
