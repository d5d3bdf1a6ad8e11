"""train_cnn, judged by what the trained network does: digits that it has never seen, and its shape and modes."""

import torch

from torchgrade import Exercise, check, mnist

F = torch.nn.functional


class _Training:
    """A right training, with the parts that people get wrong as methods of their own."""

    def __call__(self, batches):
        model, losses = self.network(), []
        optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
        for images, labels in self.chosen(batches):
            loss = F.cross_entropy(model(images), labels)
            losses.append(self.kept(loss))
            self.step(optimizer, loss)
        return self.finished(model), losses

    def network(self):
        return torch.nn.Sequential(*self.layers(8, 16))

    def layers(self, first, second):
        yield from (torch.nn.Conv2d(1, first, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2))
        yield from (torch.nn.Conv2d(first, second, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(2))
        yield from (torch.nn.Flatten(), torch.nn.Linear(second * 36, 10))

    def chosen(self, batches):
        return batches

    def kept(self, loss):
        return loss.item()

    def step(self, optimizer, loss):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    def finished(self, model):
        return model.eval()


exercise = Exercise("train_cnn", reference=_Training())
exercise.equivalent(
    "any network and step size that reaches the share asked for is right",
    "*(torch.nn.Conv2d(1, 8, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2)), -> *(torch.nn.Conv2d(1, "
    "8, 2, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2)),",
    "*(torch.nn.Conv2d(1, 8, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2)), -> *(torch.nn.Conv2d(1, "
    "8, 3, padding=2), torch.nn.ReLU(), torch.nn.MaxPool2d(2)),",
    "*(torch.nn.Conv2d(8, 16, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(2)), -> *(torch.nn.Conv2d(8, 16, 2), "
    "torch.nn.ReLU(), torch.nn.MaxPool2d(2)),",
    "optimizer = torch.optim.Adam(model.parameters(), lr=3e-3) -> optimizer = torch.optim.Adam(model.parameters())",
    "optimizer = torch.optim.Adam(model.parameters(), lr=3e-3) -> optimizer = "
    "torch.optim.Adam(model.parameters(), lr=0.006)",
)


@exercise.probe_with
def drive(train_cnn, what, images, labels, batch=32, unseen=None):
    """Let the learner train on these digits, and return what the network makes of others, or what `what` names."""
    train_cnn = train_cnn() if isinstance(train_cnn, type) else train_cnn  # ours are classes with __call__
    given, digits_given, brightness, steps = [0], torch.zeros(10, dtype=torch.int64), [], []

    def prepared(digits):
        return (digits.unsqueeze(1).to(torch.float32) - 33) / 79

    def batches():
        for pixels, right in zip(images.cpu().split(batch), labels.cpu().split(batch), strict=True):
            given[0] += 1
            digits_given.add_(torch.bincount(right, minlength=10))
            brightness.append(float(pixels[:, 14, 14].double().mean()))
            yield prepared(pixels), right

    hooks = __import__("torch.optim.optimizer", fromlist=["torch hides this module"])
    hook = hooks.register_optimizer_step_post_hook(lambda optimizer, *_: steps.append(id(optimizer)))
    try:
        model, losses = train_cnn(batches())
    finally:
        hook.remove()
    model = model.cpu() if isinstance(model, torch.nn.Module) else model  # it may have been trained on a card
    if what == "digits":
        with torch.no_grad():
            return model.eval()(prepared(unseen.cpu())).argmax(1).to(unseen.device)
    if what == "losses":
        early, late = (
            sum(float(torch.as_tensor(loss).detach()) for loss in part) / 8 for part in (losses[:8], losses[-8:])
        )
        return {
            "losses": len(losses),
            "batches taken": given[0],
            "brightness in the middle of the last digits": brightness[-1],
            "zeros, ones, twos, ... in them": digits_given.tolist(),
            "no optimizer took more steps than that": all(steps.count(one) <= given[0] for one in set(steps)),
            "losses are Python floats": all(type(loss) is float for loss in losses),
            "the last losses are below nine tenths of the first": late < 0.9 * early,
        }
    with torch.no_grad():
        mode, parameters = model.training, sum(p.numel() for p in model.parameters())
        digits = prepared(images[:6].cpu())
        scores, one = model(digits), torch.cat([model(digit) for digit in digits.split(1)])
    shares = bool((scores >= 0).all() and ((scores.sum(1) - 1).abs() < 1e-4).all())
    return {
        "shape of the scores": list(scores.shape),
        "a convolution": any(isinstance(module, torch.nn.Conv2d) for module in model.modules()),
        "at most 30,000 parameters": parameters <= 30_000,
        "the scores are probabilities": shares,  # their logarithms are scores like any other
        "in train mode": mode,
        "a digit gets the same scores alone and among others": bool(torch.allclose(scores, one, atol=1e-3)),
    }


@exercise.misconception("linear layers alone: no convolution", of=_Training, method="layers")
def no_convolution(self, first, second):
    yield from (torch.nn.Flatten(), torch.nn.Linear(784, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10))


@exercise.misconception("far more parameters than are needed", of=_Training, method="network")
def too_large(self):
    return torch.nn.Sequential(*_Training.layers(self, 8, 96))


@exercise.misconception("softmax in the model, and again in cross entropy", of=_Training, method="network")
def softmax_twice(self):
    return torch.nn.Sequential(*_Training.layers(self, 8, 16), torch.nn.Softmax(1))


@exercise.misconception("the model left in train mode", of=_Training, method="finished")
def left_in_train(self, model):
    return model.train()


@exercise.misconception("only the first batches, and not all that are given", of=_Training, method="chosen")
def first_batches(self, batches):
    return (pair for _, pair in zip(range(20), batches, strict=False))


@exercise.misconception("losses kept as tensors, each with its graph", of=_Training, method="kept")
def kept_graphs(self, loss):
    return loss


@exercise.misconception(
    "losses that do not fall: no step, gradients never cleared, or a learning rate that does not fit",
    of=_Training,
    method="step",
)
def no_step(self, optimizer, loss):
    optimizer.zero_grad()
    loss.backward()


@exercise.misconception("several steps for every batch, where one was asked for", of=_Training, method="step")
def several_steps(self, optimizer, loss):
    _Training.step(self, optimizer, loss)
    optimizer.step()


def some(draw, count):
    """That many of the training digits, in an order of their own."""
    images, labels = mnist("train")
    order = draw.permutation(len(images))[:count]
    return images[order], labels[order]


@check(
    2,
    "How many scores does a digit get, and in which mode do you return the model?",
    "Two blocks of Conv2d, ReLU and MaxPool2d, then Flatten and Linear; cross entropy takes the scores as they are.",
    "`return model.eval(), losses`: from then on dropout and batch norm treat every digit alike.",
)
def test_model(verify, draw):
    """returns a small convolutional network that gives ten scores a digit, in eval mode"""
    verify("model", *some(draw, 128))


@check(
    2,
    "Is there one loss for every batch, and does it become smaller?",
    "Clear the gradients, go backward, take a step; keep `loss.item()`. Then look at the losses.",
    "If they do not fall, try a learning rate ten times as small, and one ten times as large.",
)
def test_losses(verify, draw):
    """takes every batch once, returns its loss as a float, and the losses fall"""
    verify("losses", *some(draw, 1600))


@check(
    6,
    "Print the losses: do they still fall at the end, or do they jump up and down?",
    "Falling slowly: a larger learning rate, or Adam. Jumping: a smaller one.",
    "Adam with lr=3e-3 and convolutions of 8 and 16 channels come to about 95 %.",
)
def test_digits(verify, draw):
    """reaches 93 % on 1,000 digits that it has never seen, after at most 375 steps; 3 points may be bad luck"""
    images, labels = (torch.cat(parts) for parts in zip(*(some(draw, 4000) for _ in range(3)), strict=True))
    unseen, answers = mnist("test")
    order = draw.permutation(len(unseen))
    verify.agrees(answers[order], at_least=0.9)("digits", images, labels, unseen=unseen[order])
