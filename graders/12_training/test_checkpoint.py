"""save_checkpoint and load_checkpoint, held against the same training without an interruption."""

import pytest
import torch

from torchgrade import Exercise, check


class _Whole:
    """A checkpoint of everything, with the parts that people get wrong as methods of their own."""

    def save_checkpoint(self, file, model, optimizer, epoch):
        torch.save(self.state(model, optimizer, epoch), file)

    def state(self, model, optimizer, epoch):
        return {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}

    def load_checkpoint(self, file, model, optimizer):
        state = torch.load(file)
        self.fill_model(model, state)
        self.fill_optimizer(optimizer, state)
        return state["epoch"]

    def fill_model(self, model, state):
        model.load_state_dict(state["model"])

    def fill_optimizer(self, optimizer, state):
        optimizer.load_state_dict(state["optimizer"])


exercise = Exercise("save_checkpoint", "load_checkpoint", reference=_Whole)


@exercise.probe_with
def drive(learner, what, points, targets, weights, stop, kind="SGD", epoch=1):
    """Train with a break after `stop` batches, and return what is there at the end, or what `what` names."""
    learner = learner() if isinstance(learner, type) else learner  # ours are classes with methods

    def fresh(lr):
        model = torch.nn.Sequential(torch.nn.Linear(4, 3, bias=False), torch.nn.BatchNorm1d(3), torch.nn.Linear(3, 1))
        model.to(points.device, points.dtype)
        options = {"momentum": 0.9} if kind == "SGD" else {}
        return model, getattr(torch.optim, kind)(model.parameters(), lr=lr, **options)

    def train(model, optimizer, batches):
        for x, y in batches:
            loss = (model(x).squeeze(1) - y).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    def state(model):
        return {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}

    batches = list(zip(points, targets, strict=True))
    model, optimizer = fresh(lr=0.1)
    with torch.no_grad():
        model[0].weight.copy_(weights[0])
        model[2].weight.copy_(weights[1])
        model[2].bias.zero_()
    train(model, optimizer, batches[:stop])
    optimizer.param_groups[0]["lr"] = 0.03
    file = __import__("io").BytesIO()
    learner.save_checkpoint(file, model, optimizer, epoch)
    if what == "the one that was saved":
        mode = "train mode" if model.training else "eval mode"
        cleared = any(p.grad is None or not bool(p.grad.any()) for p in model.parameters())
        learner.save_checkpoint(__import__("io").BytesIO(), model.eval(), optimizer, epoch)
        judged = "train mode" if model.training else "eval mode"
        model.train()
        train(model, optimizer, batches[stop:])
        modes = {"the model is in": mode, "saved in eval mode it is in": judged, "gradients were cleared": cleared}
        return {**modes, **state(model), "anything was saved": len(file.getvalue()) > 0}
    if what == "the earlier of two":
        train(model, optimizer, batches[stop:])
        learner.save_checkpoint(__import__("io").BytesIO(), model, optimizer, epoch + 1)
    again, other = fresh(lr=0.5)
    train(again, other, [(x + 1, y - 1) for x, y in batches[:1]])  # whatever was there before has to go
    before = list(again.parameters())
    file.seek(0)
    try:
        plain = torch.load(file, weights_only=True) is not None
    except Exception:
        plain = False
    file.seek(0)
    came = learner.load_checkpoint(file, again, other)
    if what == "epoch":
        kept = all(p is q for p, q in zip(before, again.parameters(), strict=True))
        return {
            "epoch": int(came),
            "torch.load reads the file with weights_only=True": plain,
            "the model's parameters are the same objects as before": kept,
        }
    if what in ("loaded", "the earlier of two"):
        return state(again)
    again.train()
    train(again, other, batches[stop:])
    return state(again)


@exercise.misconception("the model alone: momentum and learning rate start anew", of=_Whole, method="fill_optimizer")
def model_only(self, optimizer, state):
    pass


@exercise.misconception(
    "the optimizer's options without its averages: the momentum starts anew", of=_Whole, method="fill_optimizer"
)
def options_only(self, optimizer, state):
    for group, saved in zip(optimizer.param_groups, state["optimizer"]["param_groups"], strict=True):
        group.update({key: value for key, value in saved.items() if key != "params"})
    optimizer.state.clear()


@exercise.misconception(
    "the optimizer's averages without its options: the learning rate is the one it was made with",
    of=_Whole,
    method="fill_optimizer",
)
def averages_only(self, optimizer, state):
    options = [dict(group) for group in optimizer.param_groups]
    optimizer.load_state_dict(state["optimizer"])
    for group, before in zip(optimizer.param_groups, options, strict=True):
        group.update(before)


@exercise.misconception(
    "the optimizer alone: the model keeps the weights that it was made with", of=_Whole, method="fill_model"
)
def optimizer_only(self, model, state):
    pass


@exercise.misconception(
    "parameters without buffers: the running means of batch norm start anew", of=_Whole, method="fill_model"
)
def parameters_only(self, model, state):
    names = {name for name, _ in model.named_parameters()}
    model.load_state_dict({name: t for name, t in state["model"].items() if name in names}, strict=False)


@exercise.misconception("buffers and weights, but no biases", of=_Whole, method="fill_model")
def no_biases(self, model, state):
    kept = {name: t for name, t in state["model"].items() if not name.endswith("bias")}
    model.load_state_dict(kept, strict=False)


@exercise.misconception(
    "new parameters in the place of the old ones: the optimizer goes on with the old ones",
    of=_Whole,
    method="fill_model",
)
def replaced(self, model, state):
    model.load_state_dict(state["model"], assign=True)
    for module in model.modules():
        for name, p in list(module.named_parameters(recurse=False)):
            setattr(module, name, torch.nn.Parameter(p.detach().clone()))


@exercise.misconception(
    "the epoch after the saved one: the number is to come back as it was saved", of=_Whole, method="load_checkpoint"
)
def next_epoch(self, file, model, optimizer):
    return _Whole.load_checkpoint(self, file, model, optimizer) + 1


@exercise.misconception("epoch 0, whatever was saved", of=_Whole, method="load_checkpoint")
def epoch_zero(self, file, model, optimizer):
    return _Whole.load_checkpoint(self, file, model, optimizer) * 0


@exercise.misconception(
    "the whole model as an object: torch.load refuses it, since loading it could run any code",
    of=_Whole,
    method="state",
)
def whole_objects(self, model, optimizer, epoch):
    return {"model": model, "optimizer": optimizer, "epoch": epoch}


@exercise.misconception("the latest state kept in the program's memory: what was saved is in the file")
class _Remembers(_Whole):
    def save_checkpoint(self, file, model, optimizer, epoch):
        self.kept = self.state(model, optimizer, epoch)
        torch.save(self.kept, file)

    def load_checkpoint(self, file, model, optimizer):
        self.fill_model(model, self.kept)
        self.fill_optimizer(optimizer, self.kept)
        return self.kept["epoch"]


@exercise.misconception(
    "model.eval() for saving: the training goes on in that mode", of=_Whole, method="save_checkpoint"
)
def saves_in_eval(self, file, model, optimizer, epoch):
    _Whole.save_checkpoint(self, file, model.eval(), optimizer, epoch)


@exercise.misconception(
    "model.train() after saving: a model that came in eval mode is to stay in it", of=_Whole, method="save_checkpoint"
)
def saves_and_trains(self, file, model, optimizer, epoch):
    _Whole.save_checkpoint(self, file, model, optimizer, epoch)
    model.train()


@exercise.misconception(
    "saving that changes the training itself: afterwards the momentum is gone", of=_Whole, method="save_checkpoint"
)
def disturbs(self, file, model, optimizer, epoch):
    _Whole.save_checkpoint(self, file, model, optimizer, epoch)
    optimizer.state.clear()


def training(draw, batches=6, stop=3):
    """Batches that can be learnt, and first weights."""
    points = draw.normal(batches, 8, 4)
    weights = [draw.normal(3, 4, std=0.5), draw.normal(1, 3)]
    return {"points": points, "targets": points.sum(-1) + draw.normal(batches, 8), "weights": weights, "stop": stop}


@check(
    3,
    "Which numbers does a model hold beside its weights?",
    "`model.state_dict()` holds parameters and buffers; `load_state_dict` puts them into a model of the same kind.",
    "torch.save a dictionary that has it under a key of your choice, and read that key from what torch.load returns.",
)
@pytest.mark.parametrize("stop", [0, 1, 4])
def test_loaded(verify, draw, stop):
    """puts every parameter and buffer of the file into the new model"""
    verify("loaded", **training(draw, stop=stop))
    verify("the earlier of two", **training(draw, stop=stop))


@check(
    4,
    "What does the optimizer remember from step to step?",
    "Save `optimizer.state_dict()` beside the model's, and load it into the new optimizer.",
    "`optimizer.load_state_dict(state['optimizer'])`; it brings the momentum and the learning rate back.",
)
@pytest.mark.parametrize(("kind", "stop"), [("SGD", 1), ("SGD", 4), ("Adam", 3)], ids=str)
def test_resumed(verify, draw, kind, stop):
    """goes on to the same parameters as a training without a break, with SGD and with Adam"""
    verify("resumed", **training(draw, stop=stop), kind=kind)


@check(
    2,
    "Where do you keep the epoch, and whose parameters does the optimizer hold?",
    "Put the epoch into the dictionary, and return it as it was saved; load_state_dict writes in place.",
)
@pytest.mark.parametrize("epoch", [0, 1, 7])
def test_epoch(verify, draw, epoch):
    """returns the saved epoch, and keeps the new model's own parameters"""
    verify("epoch", **training(draw), epoch=epoch)


@check(1, "Saving only reads: no .cpu() or .eval() on the model, no step, nothing cleared.")
def test_undisturbed(verify, draw):
    """leaves the training that is saved undisturbed"""
    verify("the one that was saved", **training(draw))
