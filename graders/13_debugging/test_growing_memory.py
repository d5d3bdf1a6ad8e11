"""train_with_log, held against a loop that keeps numbers alone, with a count of the graphs that are alive."""

import pytest
import torch

from torchgrade import Exercise, check


class _Loop:
    """The right loop, with the parts that people get wrong as methods of their own; calling it trains."""

    def __new__(cls, model, batches, lr, epochs):
        optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
        for _ in range(epochs):
            kept, sizes = [], []
            for x, y in batches:
                loss = cls.loss(model(x), y)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                kept.append(cls.keep(loss))
                sizes.append(len(x))
            history.append(cls.entry(cls.mean(kept, sizes)))
        return history

    @staticmethod
    def loss(prediction, y):
        return torch.nn.functional.mse_loss(prediction, y)

    @staticmethod
    def keep(loss):
        return loss.item()

    @staticmethod
    def mean(kept, sizes):
        return sum(loss * size for loss, size in zip(kept, sizes, strict=True)) / sum(sizes)

    @staticmethod
    def entry(mean):
        return mean


exercise = Exercise("train_with_log", reference=_Loop)
exercise.equivalent(
    "the square hides the sign",
    "loss = torch.nn.functional.mse_loss(model(x), y) -> loss = torch.nn.functional.mse_loss(y, model(x))",
)


@exercise.probe_with
def drive(train_with_log, what, weight, batches, lr=0.1, epochs=1):
    """Let the program train a linear layer whose every prediction has a token in its graph, and count the tokens."""
    alive, most, made = [0], [0], [0]

    class Token:
        def __init__(self):
            made[0] += 1
            alive[0] += 1
            most[0] = max(most[0], alive[0])

        def __del__(self):
            alive[0] -= 1

    class Through(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.token = Token()
            return x.clone()

        @staticmethod
        def backward(ctx, gradient):
            return gradient

    class Watched(torch.nn.Linear):
        def forward(self, x):
            return Through.apply(torch.nn.functional.linear(x, self.weight, self.bias))

    model = Watched(weight.shape[1], weight.shape[0], dtype=weight.dtype, device=weight.device)
    with torch.no_grad():
        model.weight.copy_(weight)
        model.bias.zero_()
    history = train_with_log(model, batches, lr, epochs)
    if what == "graphs":  # the batch at work has one, that of the batch before may not be gone yet
        return {
            "at most 3 graphs at a time": most[0] <= 3,
            "at most an epoch's graphs at a time": most[0] <= len(batches) + 2,
            "no graph is left at the end": alive[0] == 0,
            "every batch is learnt from": made[0] >= epochs * len(batches),
        }
    if what == "parameters":
        return torch.cat([p.detach().reshape(-1) for p in model.parameters()])
    held = [isinstance(loss, torch.Tensor) and loss.requires_grad for loss in history]
    numbers = [float(loss.detach() if isinstance(loss, torch.Tensor) else loss) for loss in history]
    return {"losses": numbers, "losses that hold a graph": held}


@exercise.misconception("a sum that keeps the graph of every batch's loss", of=_Loop, method="keep")
def keeps_graphs(loss):
    return loss


class _Keeps(_Loop):
    """The loop as the stub has it."""

    keep = staticmethod(keeps_graphs)


@exercise.misconception(
    "numbers only from each epoch's sum: until the epoch ends, the graphs of all its batches are kept",
    of=_Keeps,
    method="entry",
)
def freed_late(mean):
    return mean.item()


@exercise.misconception(
    "losses or predictions kept with their graphs until the training is over, beside the log or made numbers too late"
)
def kept_beside(model, batches, lr, epochs):
    kept = []

    class Watched(_Loop):
        @staticmethod
        def keep(loss):
            kept.append(loss)
            return loss.item()

    history = Watched(model, batches, lr, epochs)
    kept.clear()  # as the function's end does, where no class of its own hangs on the list
    return history


@exercise.misconception("a loss made into a number before backward, which needs its graph", of=_Loop, method="loss")
def number_too_soon(prediction, y):
    return torch.nn.functional.mse_loss(prediction, y).item()


@exercise.misconception("a loss cut off from its graph before backward, which needs it", of=_Loop, method="loss")
def cut_too_soon(prediction, y):
    return torch.nn.functional.mse_loss(prediction, y).detach()


@exercise.misconception(
    "the mean of the batches' means: a small last batch counts as much as a full one", of=_Loop, method="mean"
)
def mean_of_means(kept, sizes):
    return sum(kept) / len(kept)


@exercise.misconception(
    "the batches' mean losses added up and divided by the samples: each was to be times its size",
    of=_Loop,
    method="mean",
)
def divided_twice(kept, sizes):
    return sum(kept) / sum(sizes)


@exercise.misconception("the last batch's loss in the place of the epoch's mean", of=_Loop, method="mean")
def last_batch(kept, sizes):
    return kept[-1]


def batches(draw, count):
    """Batches of 4 samples, of which the last has 2."""
    sizes = [4] * (count - 1) + [2]
    return {"weight": draw.normal(2, 3), "batches": [(draw.normal(size, 3), draw.normal(size, 2)) for size in sizes]}


@check(
    3,
    "Print the list that you return: are these numbers, or something that knows where it came from?",
    "A tensor computed from a loss holds the loss, and the loss holds its graph.",
    "`loss.item()` is a Python number, and `loss.detach()` a tensor without its history: keep one of these.",
)
@pytest.mark.parametrize(("count", "epochs"), [(1, 1), (3, 1), (3, 3)], ids=str)
def test_history(verify, draw, count, epochs):
    """returns the mean loss per sample of every epoch, without a graph"""
    verify("history", **batches(draw, count), epochs=epochs)


@check(
    2,
    "Does each batch still move the parameters?",
    "`backward()` needs the graph, so give it the loss itself; only what you keep for the log goes without.",
)
@pytest.mark.parametrize(("count", "epochs"), [(1, 1), (3, 2)], ids=str)
def test_parameters(verify, draw, count, epochs):
    """trains the model as before"""
    verify("parameters", **batches(draw, count), epochs=epochs)


@check(
    5,
    "Which variable lives from one batch to the next, and what hangs on it?",
    "It is not enough that the result is a number: while the sum is growing it may not hold any graph either.",
    "Add `loss.item() * len(x)` to the total, in every batch.",
)
@pytest.mark.parametrize(("count", "epochs"), [(10, 1), (5, 4)], ids=str)
def test_graphs(verify, draw, count, epochs):
    """keeps no graph of the batches before"""
    verify("graphs", **batches(draw, count), epochs=epochs)
