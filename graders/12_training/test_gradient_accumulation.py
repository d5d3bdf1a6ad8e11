"""gradient_accumulation, held against one step on the whole batch; saved tensors are counted to see its memory."""

import pytest
import torch

from torchgrade import Exercise, check


class _Accumulation:
    """The right way, with the parts that people get wrong as methods of their own."""

    def __call__(self, model, parts, optimizer, loss_fn):
        self.clear(optimizer)
        losses, sizes = [], [len(images) for images, _ in parts]
        for images, labels in parts:
            loss = loss_fn(model(images), labels)
            self.backward(loss * self.weight(len(images), sizes), optimizer)
            losses.append(loss.detach())
        self.finish(optimizer, sizes)
        return self.mean(losses, sizes)

    def clear(self, optimizer):
        optimizer.zero_grad()

    def weight(self, size, sizes):
        return size / sum(sizes)

    def backward(self, loss, optimizer):
        loss.backward()

    def finish(self, optimizer, sizes):
        optimizer.step()

    def mean(self, losses, sizes):
        return sum(float(loss) * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)


exercise = Exercise("gradient_accumulation", reference=_Accumulation())
exercise.equivalent(
    "backward has freed what the graph held, and a tensor of shape () is taken for the number in it",
    "total += loss.item() -> total += loss",
)


@exercise.probe_with
def drive(accumulate, what, images, labels, weights, sizes, rounds=1, stale=None, kind="CrossEntropyLoss"):
    """Take steps on a batch cut into parts of these sizes, and return what `what` names."""
    accumulate = accumulate() if isinstance(accumulate, type) else accumulate  # ours are classes with __call__
    layers = [torch.nn.ReLU()]
    for weight in weights:
        layers += [torch.nn.Linear(weight.shape[1], weight.shape[0]), torch.nn.ReLU()]
        layers[-2].weight = torch.nn.Parameter(weight.clone())
        layers[-2].bias = torch.nn.Parameter(weight.new_zeros(len(weight)))
    model, live, seen = torch.nn.Sequential(*layers[1:-1]), [0], []
    for p in model.parameters():
        p.grad = None if stale is None else torch.full_like(p, stale)
    optimizer, steps = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9), [0]
    parts = list(zip(images.split(sizes), labels.split(sizes), strict=True))

    class Kept:  # a tensor that a graph keeps for its backward; the graph lets go of it when that has run
        def __init__(self, tensor):
            self.tensor = tensor
            live[0] += 1

        def __del__(self):
            live[0] -= 1

    def count(*_):
        steps[0] += 1

    optimizer.register_step_post_hook(count)
    if what == "memory":
        model.register_forward_pre_hook(lambda module, inputs: seen.append((len(inputs[0]), live[0] > 0)))
        with torch.autograd.graph.saved_tensors_hooks(Kept, lambda kept: kept.tensor):
            accumulate(model, parts, optimizer, torch.nn.CrossEntropyLoss())
        return {
            "samples that the model saw at a time": [size for size, _ in seen],
            "graphs of earlier parts were still there": any(graphs for _, graphs in seen),
            "steps of the optimizer": steps[0],
        }
    if what == "mode":
        accumulate(model.eval(), parts, optimizer, torch.nn.CrossEntropyLoss())
        return {"the model that came in eval mode has stayed in it": not model.training}
    path, losses = [], []
    for _ in range(rounds):
        losses.append(float(accumulate(model, parts, optimizer, getattr(torch.nn, kind)())))
        path.append(torch.cat([p.detach().reshape(-1) for p in model.parameters()]))
    return losses if what == "losses" else torch.stack(path)


@exercise.misconception(
    "the parts' mean losses added up: with k parts the gradient is k times too long", of=_Accumulation, method="weight"
)
def summed(self, size, sizes):
    return 1.0


@exercise.misconception(
    "divided by the number of parts: a small part counts as much as a full one", of=_Accumulation, method="weight"
)
def mean_of_means(self, size, sizes):
    return 1 / len(sizes)


@exercise.misconception(
    "divided by the number of samples, though each part's loss is a mean already", of=_Accumulation, method="weight"
)
def divided_twice(self, size, sizes):
    return 1 / sum(sizes)


@exercise.misconception(
    "each part's mean loss times its size: the sum over all samples, not their mean", of=_Accumulation, method="weight"
)
def sum_of_samples(self, size, sizes):
    return float(size)


@exercise.misconception(
    "clearing the gradients before every part: only the last one counts", of=_Accumulation, method="backward"
)
def last_part_only(self, loss, optimizer):
    optimizer.zero_grad()
    loss.backward()


@exercise.misconception(
    "a step after every part, where one for the whole batch was asked for", of=_Accumulation, method="backward"
)
def step_a_part(self, loss, optimizer):
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


@exercise.misconception("a step after every part, and nothing cleared in between", of=_Accumulation, method="backward")
def steps_uncleared(self, loss, optimizer):
    loss.backward()
    optimizer.step()


@exercise.misconception(
    "a usual training loop over the parts: each of them has a step of its own, with its own mean loss",
    of=_Accumulation,
    method="__call__",
)
def usual_loop(self, model, parts, optimizer, loss_fn):
    losses = []
    for images, labels in parts:
        loss = loss_fn(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return self.mean(losses, [len(images) for images, _ in parts])


@exercise.misconception(
    "model.train() where the model is used: in which mode it trains was decided before",
    of=_Accumulation,
    method="__call__",
)
def sets_the_mode(self, model, parts, optimizer, loss_fn):
    model.train()
    return _Accumulation.__call__(self, model, parts, optimizer, loss_fn)


@exercise.misconception("gradients from before the batch are never cleared", of=_Accumulation, method="clear")
def never_cleared(self, optimizer):
    pass


@exercise.misconception(
    "no step at all: the gradients are there, but the parameters stay as they are", of=_Accumulation, method="finish"
)
def no_step(self, optimizer, sizes):
    pass


@exercise.misconception(
    "the mean of the parts' losses as the result: a small part counts as much as a full one",
    of=_Accumulation,
    method="mean",
)
def mean_of_losses(self, losses, sizes):
    return float(sum(losses)) / len(losses)


@exercise.misconception("the sum of the parts' losses as the result", of=_Accumulation, method="mean")
def sum_of_losses(self, losses, sizes):
    return float(sum(losses))


@exercise.misconception("the last part's loss as the result", of=_Accumulation, method="mean")
def last_loss(self, losses, sizes):
    return float(losses[-1])


@exercise.misconception("cross entropy, whatever loss_fn was handed over", of=_Accumulation, method="__call__")
def own_loss(self, model, parts, optimizer, loss_fn):
    return _Accumulation.__call__(self, model, parts, optimizer, torch.nn.functional.cross_entropy)


@exercise.misconception(
    "graphs of all parts there at once: one backward at the end for their sum, or retain_graph=True for each",
    of=_Accumulation,
    method="__call__",
)
def one_backward(self, model, parts, optimizer, loss_fn):
    samples = sum(len(images) for images, _ in parts)
    loss = sum(loss_fn(model(images), labels) * (len(images) / samples) for images, labels in parts)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss.detach())


@exercise.misconception(
    "the parts put together again: the whole batch goes through the model at once", of=_Accumulation, method="__call__"
)
def put_together(self, model, parts, optimizer, loss_fn):
    whole = tuple(torch.cat(pieces) for pieces in zip(*parts, strict=True))
    return _Accumulation.__call__(self, model, [whole], optimizer, loss_fn)


def whole(draw, sizes):
    """Points with labels that can be learnt, a small network, and how to cut the batch."""
    points = draw.normal(sum(sizes), 4)
    weights = [draw.normal(5, 4), draw.normal(3, 5)]
    return {"images": points, "labels": points[:, :3].argmax(1), "weights": weights, "sizes": sizes}


@check(
    3,
    "If two halves have the gradients a and b, which gradient has the whole batch?",
    "Clear the gradients once, go backward after each part, and take one step at the end.",
    "With k parts of one size each part's loss counts 1/k: `(loss / len(parts)).backward()`.",
)
@pytest.mark.parametrize("sizes", [[4], [2, 2], [3, 3, 3], [4, 4, 4, 4]], ids=str)
def test_equal_parts(verify, draw, sizes):
    """takes the step of the whole batch, with parts of one size"""
    verify("parameters", **whole(draw, sizes))
    verify("parameters", **whole(draw, sizes), rounds=3)


@check(
    2,
    "Which share of the whole batch is each part?",
    "Weight each part's mean loss with `len(images) / samples`, where samples counts all parts together.",
)
@pytest.mark.parametrize("sizes", [[3, 1], [4, 4, 2], [1, 2, 5]], ids=str)
def test_unequal_parts(verify, draw, sizes):
    """takes the step of the whole batch, with parts of different sizes"""
    verify("parameters", **whole(draw, sizes), rounds=2)


@check(
    1,
    "What do you find when the first part comes: whose gradients are in .grad, and in which mode is the model?",
    "Call `optimizer.zero_grad()` once, before the first backward; leave the mode as it is.",
)
def test_found(verify, draw):
    """clears gradients that were there before, and leaves the model's mode alone"""
    verify("parameters", **whole(draw, [3, 2]), stale=0.5)
    verify("mode", **whole(draw, [2, 2]))


@check(
    2,
    "The mean over all samples: how much does each part's loss count in it?",
    "Add up `loss.item()` of the weighted losses: the sum is the mean over the whole batch.",
)
@pytest.mark.parametrize("sizes", [[4], [2, 2], [3, 1], [1, 2, 5]], ids=str)
def test_loss(verify, draw, sizes):
    """returns the mean loss over all samples, from before the step, as loss_fn has it"""
    verify("losses", **whole(draw, sizes), rounds=2)
    verify("losses", **whole(draw, sizes), rounds=2, kind="MultiMarginLoss")


@check(
    2,
    "How much memory do the graphs of all parts need together, if you go backward only at the end?",
    "Call backward inside the loop, on each part's weighted loss; keep numbers (`loss.item()`), not losses.",
)
@pytest.mark.parametrize("sizes", [[2, 2], [3, 3, 2]], ids=str)
def test_memory(verify, draw, sizes):
    """shows the model one part at a time, and is done with its graph before the next"""
    verify("memory", **whole(draw, sizes))
