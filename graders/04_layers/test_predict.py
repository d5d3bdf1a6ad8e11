"""predict, held against argmax of the scores of a model in eval mode."""

import pytest
import torch

from torchgrade import Exercise, check


class _Predictor:
    """The right function, with the parts that people get wrong as methods of their own."""

    def __new__(cls, model, x):
        self = super().__new__(cls)
        before = [(module, module.training) for module in model.modules()]
        self.prepare(model)
        classes = self.classes(self.scores(model, x))
        self.restore(model, before)
        return classes

    def prepare(self, model):
        model.eval()

    def scores(self, model, x):
        with torch.no_grad():
            return model(x)

    def classes(self, scores):
        return scores.argmax(1)

    def restore(self, model, before):
        for module, mode in before:
            module.training = mode


exercise = Exercise("predict", reference=_Predictor)


@exercise.probe_with
def drive(predict, x, weight, training, inner=None, task="classes"):
    """Have a model predict that is in train or eval mode, parts of it perhaps in another; show what it saw."""
    seen = []

    class Model(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = torch.nn.Parameter(weight.clone())
            self.norm = torch.nn.BatchNorm1d(weight.shape[1])
            self.drop = torch.nn.Sequential(torch.nn.Dropout(0.5))  # a part of a part

        def forward(self, x):
            seen.append([self.training, self.norm.training, self.drop[0].training, torch.is_grad_enabled()])
            return self.drop(self.norm(x)) @ self.weight.T

    model = Model().to(x.device, x.dtype).train(training)
    if inner is not None:
        model.norm.train(inner)
        model.drop[0].train(inner)
    model.norm.bias.requires_grad_(False)
    model.weight.grad = torch.ones_like(model.weight)
    averages = model.norm.running_mean.clone()
    classes = predict(model, x)
    after = [model.training, model.norm.training, model.drop.training, model.drop[0].training]
    if task == "classes":
        return {"classes": classes}
    if task == "contract":
        return {"classes": classes, "averages": model.norm.running_var.clone()}
    if task == "after":
        graph = torch.is_grad_enabled()
        with torch.no_grad():
            predict(model, x)
            without = torch.is_grad_enabled()
        learns = {name: p.requires_grad for name, p in model.named_parameters()}
        seen = {"classes": classes, "in train mode afterwards": after, "graph afterwards": [graph, without]}
        return seen | {"need gradients afterwards": learns, "gradient afterwards": model.weight.grad}
    moved = (model.norm.running_mean - averages).abs().max()
    return {"train modes and graph, while running": seen, "averages moved by": float(moved), "classes": classes}


@exercise.misconception("the largest score itself, where its position was asked for", of=_Predictor, method="classes")
def largest_score(self, scores):
    return scores.amax(1)


@exercise.misconception(
    "the largest score over the samples (dim 0), not over the classes", of=_Predictor, method="classes"
)
def over_samples(self, scores):
    return scores.argmax(0)


@exercise.misconception(
    "one position in the whole tensor of scores: argmax without a dim", of=_Predictor, method="classes"
)
def over_everything(self, scores):
    return scores.argmax()


@exercise.misconception("the smallest score's position", of=_Predictor, method="classes")
def smallest(self, scores):
    return scores.argmin(1)


@exercise.misconception(
    "a column of classes, of shape (N, 1), where (N,) was asked for", of=_Predictor, method="classes"
)
def column(self, scores):
    return scores.argmax(1, keepdim=True)


@exercise.misconception(
    "the classes as floating-point numbers: they are positions, int64", of=_Predictor, method="classes"
)
def as_floats(self, scores):
    return scores.argmax(1).to(scores.dtype)


@exercise.misconception("probabilities, one row for each sample, and not yet classes", of=_Predictor, method="classes")
def probabilities(self, scores):
    return scores.softmax(1)


@exercise.misconception(
    "scores above 0 counted as class 1: that is for two classes and one score", of=_Predictor, method="classes"
)
def signs(self, scores):
    return (scores[:, 0] > 0).long()


@exercise.misconception(
    "predicting in the mode in which the model came: while it trains, dropout is at work",
    of=_Predictor,
    method="prepare",
)
def no_eval(self, model):
    pass


@exercise.misconception(
    "train mode while predicting: dropout is at work, and the averages move", of=_Predictor, method="prepare"
)
def train_mode(self, model):
    model.train()


@exercise.misconception(
    "a graph built while predicting: memory for gradients that nobody will ask for", of=_Predictor, method="scores"
)
def with_graph(self, model, x):
    return model(x)


@exercise.misconception(
    "the model left in eval mode: training would go on without dropout", of=_Predictor, method="restore"
)
def left_in_eval(self, model, before):
    pass


@exercise.misconception(
    "the model always put into train mode afterwards, however it came", of=_Predictor, method="restore"
)
def always_train(self, model, before):
    model.train()


@exercise.misconception(
    "model.train(mode) afterwards, which sets every part alike, also one that had a mode of its own",
    of=_Predictor,
    method="restore",
)
def all_alike(self, model, before):
    model.train(before[0][1])


@exercise.misconception(
    "the modes of the model and its children remembered, but not those of the parts inside a child",
    of=_Predictor,
    method="restore",
)
def children_alone(self, model, before):
    modes = dict(before)
    model.train(modes[model])
    for child in model.children():
        child.train(modes[child])


@exercise.misconception(
    "parameters frozen with requires_grad_(False): afterwards the model cannot learn", of=_Predictor, method="scores"
)
def freezes(self, model, x):
    with torch.no_grad():
        return model.requires_grad_(False)(x)


@exercise.misconception(
    "the model's gradients cleared, though somebody may be between backward and step", of=_Predictor, method="scores"
)
def clears_gradients(self, model, x):
    model.zero_grad()
    with torch.no_grad():
        return model(x)


@exercise.misconception(
    "gradients switched off for good, with torch.set_grad_enabled(False)", of=_Predictor, method="scores"
)
def off_for_good(self, model, x):
    torch.set_grad_enabled(False)
    return model(x)


@exercise.misconception(
    "gradients switched on at the end, also for a caller inside `torch.no_grad()`", of=_Predictor, method="scores"
)
def on_for_good(self, model, x):
    torch.set_grad_enabled(False)
    scores = model(x)
    torch.set_grad_enabled(True)
    return scores


def given(draw, samples, features, classes):
    return draw.normal(samples, features), draw.normal(classes, features)


@check(
    3,
    "Each row of the scores belongs to a sample: along which dimension do you look for the largest?",
    "`scores.argmax(1)` gives the position of the largest score in every row.",
)
@pytest.mark.parametrize("sizes", [(1, 2, 2), (4, 3, 4), (9, 5, 3), (3, 6, 3)], ids=str)
def test_classes(verify, draw, sizes):
    """gives the position of the largest score of every sample"""
    verify(*given(draw, *sizes), training=False)


@check(
    3,
    "In which mode is the model while it predicts, and does it need a graph?",
    "Call `model.eval()` first, and run the model inside `with torch.no_grad():`.",
)
@pytest.mark.parametrize("training", [True, False], ids=["from train mode", "from eval mode"])
def test_while_running(verify, draw, training):
    """runs the model once, in eval mode and without a graph"""
    verify(*given(draw, 8, 4, 3), training=training, task="while")


@check(
    2,
    "In which mode was the model when you got it?",
    "Remember model.training before you call model.eval(), and set the model back to it at the end.",
    "Nothing else need change: under torch.no_grad() neither requires_grad nor .grad is your affair.",
)
@pytest.mark.parametrize("training", [True, False], ids=["from train mode", "from eval mode"])
def test_afterwards(verify, draw, training):
    """leaves the model as it came: its mode, its gradients, and what of it learns"""
    verify(*given(draw, 6, 4, 3), training=training, task="after")


@check(
    1,
    "Somebody keeps a BatchNorm in eval mode while the rest is training. In which mode is it after you?",
    "model.train(mode) sets all parts alike. Remember `module.training` for each module in model.modules().",
    "At the end, for each remembered pair: `module.training = mode`.",
)
@pytest.mark.parametrize(("training", "inner"), [(True, False), (False, True)], ids=str)
def test_parts(verify, draw, training, inner):
    """restores the mode of each part of the model, where they differ"""
    verify(*given(draw, 6, 4, 3), training=training, inner=inner, task="after")


@check(1, "Give x to the model as it is, and return what argmax gives: whole numbers on the same device.")
def test_contract(verify, draw):
    """returns int64 on the input's device, and leaves the input and the model's averages unchanged"""
    verify.contract(*given(draw, 5, 4, 3), training=True, task="contract")
