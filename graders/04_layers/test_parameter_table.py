"""parameter_table, held against a walk over named_parameters."""

import math

import pytest
import torch

from torchgrade import Exercise, check


class _Table:
    """The right table, with the parts that people get wrong as methods of their own."""

    def __new__(cls, model):
        self = super().__new__(cls)
        rows = [self.row(name, p) for name, p in self.named(model)]
        return rows, self.total(rows), self.trained(rows)

    def named(self, model):
        return list(model.named_parameters())

    def row(self, name, p):
        return name, tuple(p.shape), self.count(p), p.requires_grad

    def count(self, p):
        return p.numel()

    def total(self, rows):
        return sum(row[2] for row in rows)

    def trained(self, rows):
        return sum(row[2] for row in rows if row[3])


exercise = Exercise("parameter_table", reference=_Table)


@exercise.probe_with
def drive(parameter_table, layers, frozen=(), shared=(), scale=False, twice=False):
    """Build a model of nested layers, freeze and share some parameters, and have its table made."""
    made = [getattr(torch.nn, kind)(*sizes) for kind, *sizes in layers]
    model = made[0] if len(made) == 1 else torch.nn.Sequential(made[0], torch.nn.Sequential(*made[1:]))
    parameters = dict(model.named_parameters())
    for name in frozen:
        parameters[name].requires_grad_(False)
    for name, p in parameters.items():  # whether a parameter has a gradient yet says nothing
        p.grad = torch.zeros_like(p) if name.endswith("bias") else None
    for one, other in shared:
        made[other].weight = made[one].weight
    if scale:
        model.register_parameter("scale", torch.nn.Parameter(torch.ones(())))
    if twice:
        parameter_table(model)
    seen = parameter_table(model)

    def plain(value):  # NumPy's whole numbers are right too, as np.prod gives them
        if isinstance(value, (tuple, list)):
            return [plain(one) for one in value] if isinstance(value, list) else tuple(plain(one) for one in value)
        return int(value) if hasattr(value, "__index__") and type(value).__module__ == "numpy" else value

    return {"table": plain(seen), "still needs gradients": [p.requires_grad for p in model.parameters()]}


@exercise.misconception(
    "the state_dict's entries: it holds buffers too, and knows nothing of what is trained", of=_Table, method="named"
)
def state_dict(self, model):
    return list(model.state_dict().items())


@exercise.misconception(
    "buffers among the parameters: running averages are saved, but not trained", of=_Table, method="named"
)
def with_buffers(self, model):
    return [*model.named_parameters(), *model.named_buffers()]


@exercise.misconception(
    "only the model's own parameters, without those of the modules inside it", of=_Table, method="named"
)
def own_only(self, model):
    return list(model.named_parameters(recurse=False))


@exercise.misconception("a shared parameter counted once for each layer that uses it", of=_Table, method="named")
def counted_twice(self, model):
    return list(model.named_parameters(remove_duplicate=False))


@exercise.misconception("frozen parameters left out of the table", of=_Table, method="named")
def without_frozen(self, model):
    return [(name, p) for name, p in model.named_parameters() if p.requires_grad]


@exercise.misconception("only weights in the table: a bias is a parameter too", of=_Table, method="named")
def weights_only(self, model):
    return [(name, p) for name, p in model.named_parameters() if not name.endswith("bias")]


@exercise.misconception(
    "the last part of each name alone: two layers' weights then have the same name", of=_Table, method="named"
)
def short_names(self, model):
    return [(name.rpartition(".")[2], p) for name, p in model.named_parameters()]


@exercise.misconception(
    "`.grad is not None` taken for trained: it is None before the first backward, and can outlast a freeze",
    of=_Table,
    method="row",
)
def has_gradient(self, name, p):
    return name, tuple(p.shape), p.numel(), p.grad is not None


@exercise.misconception("the two sums in each other's place: that of all numbers comes first")
class _Exchanged(_Table):
    def total(self, rows):
        return _Table.trained(self, rows)

    def trained(self, rows):
        return _Table.total(self, rows)


@exercise.misconception("len(parameter) as the count: that is the first size alone", of=_Table, method="count")
def first_size(self, p):
    return len(p) if p.dim() else 1


@exercise.misconception("the sum of the sizes, where their product was asked for", of=_Table, method="count")
def sum_of_sizes(self, p):
    return sum(p.shape)


@exercise.misconception("0 for a parameter of shape (): a product of no sizes is 1", of=_Table, method="count")
def empty_product(self, p):
    return math.prod(p.shape) if p.dim() else 0


@exercise.misconception("bytes in the place of numbers: a float32 takes 4 of them", of=_Table, method="count")
def size_in_bytes(self, p):
    return p.numel() * p.element_size()


@exercise.misconception(
    "frozen parameters missing in the first sum: they still take up memory", of=_Table, method="total"
)
def total_of_trained(self, rows):
    return self.trained(rows)


@exercise.misconception(
    "the number of rows as the first sum, where the numbers inside them were asked for", of=_Table, method="total"
)
def number_of_rows(self, rows):
    return len(rows)


@exercise.misconception("frozen parameters among the trained ones", of=_Table, method="trained")
def trained_is_total(self, rows):
    return self.total(rows)


@exercise.misconception(
    "the second sum over the frozen parameters, where the trained ones were asked for", of=_Table, method="trained"
)
def sum_of_frozen(self, rows):
    return sum(row[2] for row in rows if not row[3])


def linear(draw):
    return [("Linear", draw.choice([3, 4, 5]), draw.choice([2, 6, 7]))]


def mlp(draw):
    inner = draw.choice([3, 5, 8])
    return [("Linear", draw.choice([4, 6]), inner), ("ReLU",), ("Linear", inner, draw.choice([2, 7]))]


def cnn(draw):
    channels = draw.choice([2, 3, 5])
    return [("Conv2d", 1, channels, 3), ("BatchNorm2d", channels), ("ReLU",), ("Flatten",), ("Linear", 8, 3)]


@check(
    4,
    "Which method of a module walks over all parameters and says their names?",
    "For each name and parameter of `model.named_parameters()`: tuple(p.shape), p.numel() and p.requires_grad.",
    "Collect `(name, tuple(p.shape), p.numel(), p.requires_grad)` in a list, and add up the third entries.",
)
@pytest.mark.parametrize("layers", [linear, mlp, cnn], ids=["Linear", "two layers", "Conv2d"])
def test_rows(verify, draw, layers):
    """lists every parameter with its name, shape and count, and adds up the counts"""
    verify([layer for layer in layers(draw) if layer[0] != "BatchNorm2d"])


@check(
    3,
    "Which of the two sums should become smaller when a layer is frozen?",
    "p.requires_grad tells whether a parameter is trained; add up the counts of those rows alone for the second sum.",
)
@pytest.mark.parametrize(
    ("layers", "frozen"),
    [(linear, ["bias"]), (mlp, ["0.weight", "0.bias"]), (mlp, ["0.weight", "0.bias", "1.1.weight", "1.1.bias"])],
    ids=["a bias", "a layer", "everything"],
)
def test_frozen(verify, draw, layers, frozen):
    """counts frozen parameters in the first sum alone"""
    verify(layers(draw), frozen)


@check(
    2,
    "Is everything that state_dict saves a parameter?",
    "named_parameters leaves out buffers, and gives a shared parameter once, under its first name.",
)
def test_buffers_and_shared(verify, draw):
    """leaves out buffers, and counts a parameter that two layers share once"""
    verify(cnn(draw))
    size = draw.choice([3, 4, 6])
    verify([("Linear", size, size), ("Tanh",), ("Linear", size, size)], shared=[(0, 2)])


@check(
    1,
    "How many numbers does a tensor of shape () hold?",
    "p.numel() is right for every shape. Look at the parameters, and change nothing about them.",
)
def test_small(verify, draw):
    """counts a single number as 1, a model without parameters as 0, and gives the same table again"""
    verify([("Linear", 1, draw.choice([1, 2, 3]))], frozen=["weight"], scale=True, twice=True)
    verify([("ReLU",)])
