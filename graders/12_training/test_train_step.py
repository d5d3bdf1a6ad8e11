"""train_step, held against the same step on the same batches from the same weights."""

import pytest
import torch

from torchgrade import Exercise, check


class _Step:
    """The right step, with the parts that people get wrong as methods of their own."""

    def __call__(self, model, images, labels, optimizer, loss_fn):
        self.prepare(model)
        images, labels = self.move(model, images, labels)
        loss = loss_fn(model(images), labels)
        self.update(optimizer, loss)
        return self.result(loss)

    def prepare(self, model):
        model.train()

    def move(self, model, images, labels):
        device = next(model.parameters()).device
        return images.to(device), labels.to(device)

    def update(self, optimizer, loss):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    def result(self, loss):
        return loss.detach()


exercise = Exercise("train_step", reference=_Step())


@exercise.probe_with
def drive(train_step, what, images, labels, weights, apart=(), batch=4, stale=None, kind="CrossEntropyLoss"):
    """Let the learner train a network with these first weights batch by batch, and return what `what` names."""
    step = train_step() if isinstance(train_step, type) else train_step  # ours are classes with __call__
    # Without a card, meta stands for one: tensors there have a device and a shape, but no numbers.
    there = "meta" if what == "two devices" and weights[0].device.type == "cpu" else weights[0].device.type
    layers = [torch.nn.Flatten()]
    for weight in weights:
        layers += [torch.nn.Linear(weight.shape[1], weight.shape[0]), torch.nn.ReLU()]
        layers[-2].weight = torch.nn.Parameter(weight.clone())
        layers[-2].bias = torch.nn.Parameter(weight.new_zeros(len(weight)))
    model = torch.nn.Sequential(*layers[:-1]).eval()
    batches, mean_loss = list(zip(images.split(batch), labels.split(batch), strict=True)), getattr(torch.nn, kind)()
    if what == "two devices":
        model = model.to(there)
        batches = [
            (x.to("cpu" if "images" in apart else there), y.to("cpu" if "labels" in apart else there))
            for x, y in batches
        ]
    for p in model.parameters():
        p.grad = None if stale is None else torch.full_like(p, stale)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    modes, path, losses = [], [], []
    model.register_forward_pre_hook(lambda *_: modes.append("train mode" if model.training else "eval mode"))

    before = list(model.parameters())
    for x, y in batches:
        losses.append(step(model, x, y, optimizer, mean_loss))
        model.eval()
        path.append(torch.cat([p.detach().reshape(-1) for p in model.parameters()]))
    if what == "parameters":
        return torch.stack(path)
    if what == "losses":
        return torch.stack([torch.as_tensor(loss).detach().reshape(()) for loss in losses])
    stayed = all(p is q and q.device.type == there for p, q in zip(before, model.parameters(), strict=True))
    tensors = [loss for loss in losses if isinstance(loss, torch.Tensor) and loss.dim() == 0]
    return {
        "the parameters are still those of the optimizer, on their device": stayed,
        "the loss is a tensor of shape ()": len(tensors) == len(losses),
        "the loss holds a graph": any(loss.requires_grad for loss in tensors),
        "the loss is where the model is": all(loss.device.type == there for loss in tensors),
        "the model predicts in": sorted(set(modes)),
    }


@exercise.misconception(
    "never clearing the gradients: every backward adds to the one before", of=_Step, method="update"
)
def never_cleared(self, optimizer, loss):
    loss.backward()
    optimizer.step()


@exercise.misconception(
    "a step that sees no gradient: zero_grad between backward and step, or a graph cut by detach or .data",
    of=_Step,
    method="update",
)
def cleared_too_late(self, optimizer, loss):
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()


@exercise.misconception("clearing only after the step: older gradients count in the first", of=_Step, method="update")
def cleared_after(self, optimizer, loss):
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


@exercise.misconception(
    "step before backward: each batch gets the gradient of the one before", of=_Step, method="update"
)
def steps_first(self, optimizer, loss):
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()


@exercise.misconception(
    "training in the mode in which the model came: model.train() is missing", of=_Step, method="prepare"
)
def no_train(self, model):
    pass


@exercise.misconception(
    "the batch left where it is, though the model may be on another device", of=_Step, method="move"
)
def batch_left(self, model, images, labels):
    return images, labels


@exercise.misconception("moving the images and not the labels", of=_Step, method="move")
def labels_left(self, model, images, labels):
    return _Step.move(self, model, images, labels)[0], labels + 0


@exercise.misconception(
    "the loss with its graph: kept for a plot, it keeps every batch's memory", of=_Step, method="result"
)
def with_graph(self, loss):
    return loss


@exercise.misconception("cross entropy, whatever loss_fn was handed over", of=_Step, method="__call__")
def own_loss(self, model, images, labels, optimizer, loss_fn):
    return _Step.__call__(self, model, images, labels, optimizer, torch.nn.functional.cross_entropy)


@exercise.misconception(
    "the model moved to where the batch is; the batch has to go to the model, which stays", of=_Step, method="move"
)
def model_moved(self, model, images, labels):
    model.to(images.device)
    return images, labels.to(images.device)


@exercise.misconception(
    "a Python number: .item() makes the CPU wait for the card in every step", of=_Step, method="result"
)
def python_number(self, loss):
    return 0.0 if loss.is_meta else loss.item()


@exercise.misconception("the loss brought to the CPU, which has to wait for it", of=_Step, method="result")
def loss_on_cpu(self, loss):
    return loss.detach().cpu()


@exercise.misconception("the loss from after the step", of=_Step, method="__call__")
def loss_after(self, model, images, labels, optimizer, loss_fn):
    _Step.__call__(self, model, images, labels, optimizer, loss_fn)
    images, labels = self.move(model, images, labels)
    return loss_fn(model(images), labels).detach()


def batches(draw, count=10):
    """Points with labels that can be learnt, and a small network to learn them."""
    points = draw.normal(count, 2, 2)
    return {
        "images": points,
        "labels": points.flatten(1)[:, :3].argmax(1),
        "weights": [draw.normal(5, 4), draw.normal(3, 5)],
    }


@check(
    3,
    "What must happen in which order?",
    "Four lines: clear the gradients, compute the loss, go backward, take a step.",
    "`optimizer.zero_grad()`, `loss = loss_fn(model(images), labels)`, `loss.backward()`, `optimizer.step()`.",
)
@pytest.mark.parametrize("count", [4, 8, 10, 36])
def test_steps(verify, draw, count):
    """takes one step a batch: the parameters are right after each"""
    verify("parameters", **batches(draw, count))


@check(
    1,
    "Whose gradients are in .grad before your first step?",
    "Call `optimizer.zero_grad()` before `backward()`, not only after the step.",
)
def test_stale_gradients(verify, draw):
    """clears gradients that were there before"""
    verify("parameters", **batches(draw), stale=0.5)


@check(
    1,
    "Which loss does the step go down from?",
    "Return the loss that you went backward from; compute nothing after the step.",
)
@pytest.mark.parametrize("count", [4, 10])
def test_losses(verify, draw, count):
    """returns the mean loss of each batch from before its step, as loss_fn has it"""
    verify("losses", **batches(draw, count))
    verify("losses", **batches(draw, count), kind="MultiMarginLoss")


@check(
    3,
    "On which device is the model, and on which is the batch?",
    "`device = next(model.parameters()).device`: that is where images and labels have to go.",
    "`loss = loss_fn(model(images.to(device)), labels.to(device))`; return `loss.detach()`, without .item().",
)
@pytest.mark.parametrize("apart", [("images",), ("labels",), ("images", "labels")], ids=" and ".join)
def test_two_devices(verify, draw, apart):
    """moves images and labels to the model, and leaves model and loss on the model's device"""
    verify("two devices", **batches(draw, 4), apart=apart)


@check(
    2,
    "In which mode must a model learn, and what hangs on the loss that you return?",
    "`model.train()` first: somebody may have judged the model before. `loss.detach()` lets go of the graph.",
)
def test_modes(verify, draw):
    """trains in train mode, and returns the loss as a tensor without its graph"""
    verify("modes", **batches(draw))
