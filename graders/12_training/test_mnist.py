"""train_epoch, evaluate and fit, held against the same loop on the same batches from the same weights."""

import pytest
import torch

from torchgrade import Exercise, check, mnist


class _Loop:
    """The right loop, with the parts that people get wrong as methods of their own."""

    def train_epoch(self, model, loader, optimizer, loss_fn, device):
        model.train()
        losses, sizes = [], []
        for images, labels in loader:
            losses.append(loss_fn(model(images.to(device)), labels.to(device)))
            self.step(optimizer, losses[-1])
            sizes.append(len(images))
        return self.mean([loss.item() for loss in losses], sizes)

    def step(self, optimizer, loss):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    def mean(self, losses, sizes):
        return sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)

    def evaluate(self, model, loader, device):
        mode = model.training
        model.eval()
        with torch.no_grad():
            found = self.count(model, loader, device)
        model.train(mode)
        return self.share(*found)

    def count(self, model, loader, device):
        pairs = [(model(images.to(device)).argmax(1).cpu(), labels.cpu()) for images, labels in loader]
        return [int((guess == labels).sum()) for guess, labels in pairs], [len(labels) for _, labels in pairs]

    def share(self, right, sizes):
        return sum(right) / sum(sizes)

    def fit(self, model, train_loader, test_loader, optimizer, loss_fn, epochs, device):
        history = []
        for _ in range(epochs):
            loss = self.train_epoch(model, train_loader, optimizer, loss_fn, device)
            history.append((loss, self.evaluate(model, test_loader, device)))
        return history


exercise = Exercise("train_epoch", "evaluate", "fit", reference=_Loop)
exercise.equivalent(
    "a tensor of shape () counts as the number in it",
    "right += (scores.argmax(1) == labels.to(device)).sum().item() -> right += (scores.argmax(1) == "
    "labels.to(device)).sum()",
)


@exercise.probe_with
def drive(learner, what, train, weights, test=None, unseen=None, batch=4, lr=0.1, epochs=1, stale=None, scale=(0, 1)):
    """Let the learner's loop train or judge a network with these first weights, and return what `what` names."""
    learner = learner() if isinstance(learner, type) else learner  # ours are classes with methods
    device, modes, path, losses = weights[0].device, [], [], torch.nn.functional
    loss_fn = losses.multi_margin_loss if what == "margin loss" else losses.cross_entropy

    def network():
        layers = [torch.nn.ReLU()]
        for weight in weights:
            layers += [torch.nn.Linear(weight.shape[1], weight.shape[0]), torch.nn.ReLU()]
            layers[-2].weight = torch.nn.Parameter(weight.clone())
            layers[-2].bias = torch.nn.Parameter(weight.new_zeros(len(weight)))
            layers[-2].weight.grad = None if stale is None else torch.full_like(weight, stale)
        return torch.nn.Sequential(*layers[1:-1]).eval()

    def prepared(images):
        return (images.flatten(1).to(weights[0].dtype) - scale[0]) / scale[1]

    def loader(images, labels):
        return list(zip(prepared(images).cpu().split(batch), labels.cpu().split(batch), strict=True))

    def mode(*_):
        graph = "with a graph" if torch.is_grad_enabled() else "without a graph"
        modes.append(f"{'train' if model.training else 'eval'} mode, {graph}")

    def note(*_):
        path.append(torch.cat([p.detach().reshape(-1).clone() for p in model.parameters()]))

    def slow_down(*_):  # shorter and shorter steps, so that the end hardly depends on rounding
        optimizer.param_groups[0]["lr"] *= 0.985

    def modes_of_training():
        loss = learner.train_epoch(model, *training)
        holds_graph = isinstance(loss, torch.Tensor) and loss.requires_grad
        return {"while training": sorted(set(modes)), "the returned loss holds a graph": holds_graph}

    def modes_of_judging(before):
        modes.clear()
        learner.evaluate(model.train(before), batches, device)
        return {"while judging": sorted(set(modes)), "in train mode afterwards": model.training}

    model = network()
    model.register_forward_pre_hook(mode)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    optimizer.register_step_post_hook(slow_down if what == "digits" else note)
    batches, rest = loader(*train), (optimizer, loss_fn)
    training, fitting = (batches, *rest, device), (batches, loader(*(test or train)), *rest, epochs, device)
    return {
        "steps": lambda: (learner.train_epoch(model, *training), note(), torch.stack(path))[-1],
        "loss": lambda: float(learner.train_epoch(model, *training)),
        "accuracy": lambda: float(learner.evaluate(model, batches, device)),
        "history": lambda: [(float(loss), float(accuracy)) for loss, accuracy in learner.fit(model, *fitting)],
        "modes": lambda: [modes_of_training(), modes_of_judging(True), modes_of_judging(False)],
        "digits": lambda: (learner.fit(model, *fitting), model.requires_grad_(False)(prepared(unseen)).argmax(1))[-1],
    }[what.removeprefix("margin ")]()


@exercise.misconception(
    "never clearing the gradients: every backward adds to those of the batches before", of=_Loop, method="step"
)
def never_cleared(self, optimizer, loss):
    loss.backward()
    optimizer.step()


@exercise.misconception("zero_grad between backward and step: the step sees no gradient", of=_Loop, method="step")
def cleared_too_late(self, optimizer, loss):
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()


@exercise.misconception("clearing only after each step: older gradients count in the first", of=_Loop, method="step")
def cleared_after(self, optimizer, loss):
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


@exercise.misconception("step before backward: each batch gets the gradient of the one before", of=_Loop, method="step")
def steps_first(self, optimizer, loss):
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()


@exercise.misconception("the mean of the batches' means: a small last batch counts in full", of=_Loop, method="mean")
def mean_of_means(self, losses, sizes):
    return sum(losses) / len(losses)


@exercise.misconception("mean losses over the number of samples: each lacks its batch's size", of=_Loop, method="mean")
def divided_twice(self, losses, sizes):
    return sum(losses) / sum(sizes)


@exercise.misconception("the mean of the batches' shares: a small last batch counts in full", of=_Loop, method="share")
def mean_of_shares(self, right, sizes):
    return sum(r / size for r, size in zip(right, sizes, strict=True)) / len(sizes)


@exercise.misconception("an accuracy in percent, where a share from 0 to 1 was asked for", of=_Loop, method="share")
def percent(self, right, sizes):
    return 100 * sum(right) / sum(sizes)


@exercise.misconception("len(loader.dataset): a loader may be a plain list of batches; count the samples as they come")
class _OfDatasets(_Loop):
    def mean(self, losses, sizes):
        return _Loop.mean(self, losses, [].dataset)

    def share(self, right, sizes):
        return sum(right) / len([].dataset)


@exercise.misconception("evaluating in train mode: dropout and batch norm are then at work", of=_Loop, method="count")
def no_eval(self, model, loader, device):
    return _Loop.count(self, model.train(), loader, device)


@exercise.misconception("evaluating with a graph: memory for gradients that nobody asks for", of=_Loop, method="count")
def with_graph(self, model, loader, device):
    with torch.enable_grad():
        return _Loop.count(self, model, loader, device)


@exercise.misconception("leaving the model in eval mode after evaluate", of=_Loop, method="evaluate")
def stays_in_eval(self, model, loader, device):
    accuracy = _Loop.evaluate(self, model, loader, device)
    model.eval()
    return accuracy


@exercise.misconception("training in whatever mode the model came: no model.train()", of=_Loop, method="train_epoch")
def no_train(self, model, loader, optimizer, loss_fn, device):
    model.train, train = lambda: None, model.train
    loss = _Loop.train_epoch(self, model, loader, optimizer, loss_fn, device)
    model.train = train
    return loss


@exercise.misconception("accuracy on the training data, which says nothing about new digits", of=_Loop, method="fit")
def judged_on_training(self, model, train_loader, test_loader, optimizer, loss_fn, epochs, device):
    return _Loop.fit(self, model, train_loader, train_loader, optimizer, loss_fn, epochs, device)


@exercise.misconception("the accuracy from before each epoch, not after it", of=_Loop, method="fit")
def judged_before(self, model, train_loader, test_loader, optimizer, loss_fn, epochs, device):
    history = []
    for _ in range(epochs):
        accuracy = self.evaluate(model, test_loader, device)
        history.append((self.train_epoch(model, train_loader, optimizer, loss_fn, device), accuracy))
    return history


def batches(draw, count=10):
    """Points with labels that can be learnt, and a small network to learn them."""
    points = draw.normal(count, 4)
    return {"train": (points, points[:, :3].argmax(1)), "weights": [draw.normal(5, 4), draw.normal(3, 5)]}


@check(
    3,
    "What must happen in which order, once for every batch?",
    "Four lines: clear the gradients, compute the loss, go backward, take a step.",
    "`optimizer.zero_grad()`, `loss = loss_fn(model(images), labels)`, `loss.backward()`, `optimizer.step()`.",
)
@pytest.mark.parametrize("count", [4, 8, 10, 39])
def test_steps(verify, draw, count):
    """trains: the parameters are right after every single batch"""
    verify("steps", **batches(draw, count))


@check(
    1,
    "Whose gradients are in .grad when your first batch begins?",
    "Call `optimizer.zero_grad()` before `backward()`, not only after the step.",
)
def test_stale_gradients(verify, draw):
    """clears gradients that were there before the first batch"""
    verify("steps", **batches(draw), stale=0.5)


@check(
    1,
    "The last batch may be smaller: how much should it count?",
    "Add up `loss.item() * len(images)`, and divide by the number of samples at the end.",
)
@pytest.mark.parametrize("count", [4, 10])
def test_mean_loss(verify, draw, count):
    """returns the mean loss per sample, as loss_fn has it, with a smaller last batch too"""
    verify("loss", **batches(draw, count))
    verify("margin loss", **batches(draw, count))


@check(
    1,
    "Which class does the model bet on, if it gives one score for each?",
    "Count `scores.argmax(1) == labels` over all batches, and divide by the number of samples.",
)
@pytest.mark.parametrize(("count", "wrong"), [(4, 1), (7, 2), (10, 3)], ids=str)
def test_accuracy(verify, draw, count, wrong):
    """returns the share of right answers, with a smaller last batch too"""
    scores = draw.normal(count, 3)
    labels = (scores.argmax(1) + (torch.arange(count) < wrong)) % 3
    verify("accuracy", train=(scores, labels), weights=[torch.eye(3)])


@check(
    1,
    "One entry an epoch: which loss and which accuracy belong to it?",
    "Each epoch: train_epoch on the training data, then evaluate on the test data, then append (loss, accuracy).",
)
@pytest.mark.parametrize("epochs", [1, 3])
def test_history(verify, draw, epochs):
    """returns the training loss and the test accuracy of every epoch"""
    verify("history", **batches(draw), test=batches(draw, 23)["train"], lr=0.5, epochs=epochs)


@check(
    1,
    "In which mode is the model while it learns, while it is judged, and afterwards?",
    "model.train() in train_epoch; in evaluate remember model.training, call model.eval(), and restore it at the end.",
    "Judge under `with torch.no_grad():`; return numbers such as `loss.item()`, which hold no graph.",
)
def test_modes(verify, draw):
    """sets and restores train and eval mode, and evaluates without a graph"""
    verify("modes", **batches(draw))


@check(2, "Print the history: does the loss go down, and is it the model you were given that learns, or a copy of it?")
def test_digits(verify, draw):
    """reaches 88 % on 1,000 digits that the network, 784-512-512-10, has never seen"""
    images, labels = mnist("train")
    unseen, answers = mnist("test")
    order = draw.permutation(len(images))
    weights = [draw.uniform(*shape, low=-0.04, high=0.04) for shape in ((512, 784), (512, 512), (10, 512))]
    data = {"train": (images[order], labels[order]), "test": (images[:100], labels[:100]), "unseen": unseen}
    reach = verify.agrees(answers, at_least=0.88)
    reach("digits", **data, weights=weights, batch=64, lr=0.05, epochs=2, scale=(33, 79))
