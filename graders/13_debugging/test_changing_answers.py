"""train_and_judge, held against a loop that sets both modes, on a network with BatchNorm and one with Dropout."""

import pytest
import torch

from torchgrade import Exercise, check


class _Program:
    """The right program, with the parts that people get wrong as methods of their own; calling it trains."""

    def __new__(cls, model, training, test, optimizer, epochs):
        history = []
        for epoch in range(epochs):
            cls.before_learning(model, epoch)
            for x, labels in training:
                loss = torch.nn.functional.cross_entropy(model(x), labels)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            cls.before_judging(model)
            with torch.no_grad():
                losses = [torch.nn.functional.cross_entropy(model(x), labels).item() for x, labels in test]
            history.append(cls.mean(losses, [len(x) for x, _ in test]))
            cls.after_judging(model)
        return history

    @staticmethod
    def before_learning(model, epoch):
        model.train()

    @staticmethod
    def before_judging(model):
        model.eval()

    @staticmethod
    def after_judging(model):
        pass

    @staticmethod
    def mean(losses, sizes):
        return sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)


exercise = Exercise("train_and_judge", reference=_Program)
exercise.equivalent(
    "a graph that nobody walks through changes no value",
    "with torch.no_grad(): -> if True:",
)
exercise.equivalent(
    "a tensor of shape () is taken for the number in it",
    'total += torch.nn.functional.cross_entropy(model(x), labels, reduction="sum").item() -> total += '
    "torch.nn.functional.cross_entropy(model(x), labels, reduction='sum')",
)


@exercise.probe_with
def drive(train_and_judge, what, weights, training, test, epochs=1, lr=0.1, drop=0.0, mode=True):
    """Let the program train layers that start from these weights, and return what `what` names."""
    layers = []
    for weight in weights:
        layer = torch.nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype, device=weight.device)
        with torch.no_grad():
            layer.weight.copy_(weight)
            layer.bias.zero_()
        norm = torch.nn.BatchNorm1d(weight.shape[0], dtype=weight.dtype, device=weight.device)
        layers += [layer, norm, torch.nn.ReLU()]
    model = torch.nn.Sequential(torch.nn.Dropout(drop), *layers[:-2]).train(mode)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = train_and_judge(model, training, test, optimizer, epochs)
    if what == "averages":
        return [buffer.clone() for name, buffer in model.named_buffers() if "running" in name]
    found = [float(loss) for loss in losses]
    return {"losses": found, "Dropout's p afterwards": model[0].p} if drop else found


@exercise.misconception(
    "judging in train mode: BatchNorm uses and keeps the test batch's own mean, Dropout drops",
    of=_Program,
    method="before_judging",
)
def never_eval(model):
    pass


@exercise.misconception(
    "eval mode for everything, so that the model learns in it as well", of=_Program, method="before_learning"
)
def eval_always(model, epoch):
    model.eval()


@exercise.misconception(
    "train mode set once, before the first epoch: from the second on the model learns in eval mode",
    of=_Program,
    method="before_learning",
)
def train_once(model, epoch):
    if epoch == 0:
        model.train()


class _Back(_Program):
    """Goes back to train mode after the judging, and believes that the model came in it."""

    @staticmethod
    def before_learning(model, epoch):
        pass


@exercise.misconception(
    "train mode set only after the judging: a model that comes in eval mode learns its first epoch in it",
    of=_Back,
    method="after_judging",
)
def train_afterwards(model):
    model.train()


@exercise.misconception(
    "Dropout's p set to 0 for the judging, and never set back: the model goes on learning without it",
    of=_Program,
    method="before_judging",
)
def no_more_dropout(model):
    model[0].p = 0.0
    model.eval()


@exercise.misconception(
    "the mean of the test batches' means: a small last batch counts as much as a full one", of=_Program, method="mean"
)
def mean_of_means(losses, sizes):
    return sum(losses) / len(losses)


def batches(draw, *sizes, features=3, classes=3):
    return [(draw.normal(size, features), draw.integers(size, high=classes)) for size in sizes]


def network(draw):
    return [draw.normal(5, 3), draw.normal(3, 5)]


@check(
    4,
    "Judge the model twice in a row by hand: why do you get two losses?",
    "`torch.no_grad()` switches the graph off. Which call tells Dropout and BatchNorm that the learning is over?",
    "`model.eval()` before the test batches, in every epoch; `model.train()` before the training batches.",
)
@pytest.mark.parametrize(
    ("sizes", "epochs"), [((4,), 1), ((4, 3), 1), ((4, 2), 2), ((3, 3, 2), 3)], ids=["one", "two", "again", "three"]
)
def test_losses(verify, draw, sizes, epochs):
    """returns each epoch's test loss, judged with BatchNorm's running averages"""
    data = {"weights": network(draw), "training": batches(draw, 4, 4, 5)}
    verify("losses", **data, test=batches(draw, *sizes), epochs=epochs)


@check(
    2,
    "What are BatchNorm's running averages to be averages of?",
    "In train mode every batch goes into the averages, test batches too; in eval mode none does.",
)
@pytest.mark.parametrize("epochs", [1, 2])
def test_averages(verify, draw, epochs):
    """lets the running averages see the training batches alone"""
    data = {"weights": network(draw), "training": batches(draw, 4, 4)}
    verify("averages", **data, test=batches(draw, 6, 4), epochs=epochs)


@check(
    3,
    "How much of what comes into Dropout comes out of it, while the model learns and while it is judged?",
    "In eval mode Dropout lets everything through: the loss must not depend on chance.",
)
@pytest.mark.parametrize("epochs", [1, 2])
def test_dropout(verify, draw, epochs):
    """judges without dropping anything"""
    # a learning rate of 0, so that nothing depends on what was dropped while learning
    data = {"weights": [draw.normal(3, 3)], "training": batches(draw, 4)}
    verify("losses", **data, test=batches(draw, 5, 5, 2), epochs=epochs, lr=0.0, drop=0.5)


@check(
    1,
    "In which mode is a model that somebody used before you?",
    "Set train mode before the first training batch as well, not only after you have judged.",
)
def test_any_mode(verify, draw):
    """trains in train mode, in whichever mode the model comes"""
    data = {"weights": network(draw), "training": batches(draw, 4, 4), "test": batches(draw, 5, 3)}
    verify("losses", **data, epochs=2, mode=False)
