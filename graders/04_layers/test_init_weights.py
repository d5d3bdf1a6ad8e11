"""init_weights, held against torch.nn.init."""

import pytest
import torch

from torchgrade import Exercise, check


class _Rules:
    """The same rules one by one, so that each misconception below replaces a single one."""

    def __new__(cls, model, scheme):
        self = super().__new__(cls)
        self.known(scheme)
        with torch.no_grad():
            for module in self.modules(model):
                if self.is_meant(module):
                    getattr(self, scheme, self.constant)(torch.atleast_2d(module.weight))
                    if getattr(module, "bias", None) is not None:
                        self.offset(module.bias)

    def known(self, scheme):
        if scheme not in ("constant", "xavier", "kaiming", "orthogonal"):
            raise ValueError("unknown scheme")

    def modules(self, model):
        return model.modules()

    def is_meant(self, module):
        return isinstance(module, torch.nn.Linear | torch.nn.Conv2d)

    def fans(self, weight):
        size = weight[0, 0].numel()
        return weight.shape[1] * size, weight.shape[0] * size

    def constant(self, weight):
        weight.fill_(0.05)

    def xavier(self, weight):
        bound = (6 / sum(self.fans(weight))) ** 0.5
        weight.uniform_(-bound, bound)

    def kaiming(self, weight):
        weight.normal_(0, (2 / self.fans(weight)[0]) ** 0.5)

    def orthogonal(self, weight):
        torch.nn.init.orthogonal_(weight)

    def offset(self, bias):
        bias.zero_()


def reference(model, scheme):
    """Apply torch.nn.init's functions; it stands on its own, so that it can be tried as a forbidden answer."""
    init = torch.nn.init
    fill = {"xavier": init.xavier_uniform_, "kaiming": init.kaiming_normal_, "orthogonal": init.orthogonal_}
    fill["constant"] = lambda weight: init.constant_(weight, 0.05)
    if scheme not in fill:
        raise ValueError("unknown scheme")
    for module in model.modules():
        if isinstance(module, torch.nn.Linear | torch.nn.Conv2d):
            fill[scheme](module.weight)
            if module.bias is not None:
                init.zeros_(module.bias)


exercise = Exercise("init_weights", reference=reference, forbidden=("torch.nn.init",), reference_dtype="case")
BOUND, TALL = "a = (6 / (rest + len(weight) * weight[{}].numel())) ** 0.5", "tall = torch.randn(max({}), min({}))"
PAIR, TURNED = "len(weight), rest", "rest, len(weight)"
exercise.equivalent(
    "every slice of a weight has as many numbers",
    "rest = weight[0].numel() -> rest = weight[(-1)].numel()",
    *(f"{BOUND.format('0, 0')} -> {BOUND.format(place)}" for place in ("(-1), 0", "0, (-1)")),
)
exercise.equivalent(
    "the larger and the smaller of two are the same either way round; a square matrix is orthogonal turned or not",
    *(f"{TALL.format(PAIR, PAIR)} -> {TALL.format(*two)}" for two in ((TURNED, PAIR), (PAIR, TURNED))),
    "weight.copy_((q if len(weight) >= rest else q.T).reshape(weight.shape)) -> weight.copy_((q if "
    "(len(weight) > rest) else q.T).reshape(weight.shape))",
)


@exercise.probe_with
def drive(init_weights, scheme, layers, what, like):
    """Build a model of these layers, fill it, and show numbers or sums of them; `like` is a tensor on the device."""
    made = []
    for kind, sizes, options in layers:
        torchs = getattr(torch.nn, kind)
        unfilled = type(kind, (torchs,), {"reset_parameters": lambda self: None})  # it would call torch.nn.init
        made.append(unfilled(*sizes, **options))
        made[-1].__class__ = torchs
    model = torch.nn.ModuleDict({"first": made[0], "inner": torch.nn.Sequential(*made[1:])}).to(like)
    with torch.no_grad():
        for place, p in enumerate(model.parameters()):
            p.fill_(place).add_(like)
    before = list(model.parameters())
    init_weights(model, scheme)
    after = list(model.parameters())
    if what == "numbers":
        same = [one is other for one, other in zip(before, after, strict=True)]
        return {"parameters": [p.detach().clone() for p in after], "same objects": same}
    if what == "flat":
        return {"biases and normalisation": [p.detach().clone() for p in after if p.dim() == 1]}
    if what == "contract":
        filled = sum((p.detach() != place + like).sum() for place, p in enumerate(after)).clamp(max=1)  # 0 if none is
        seen = [p.detach() * 0 + filled for p in after]
        return {"parameters": seen, "need gradients": [p.requires_grad for p in after] + [torch.is_grad_enabled()]}
    seen = []
    for layer in made:
        weight = layer.weight.detach().flatten(1)
        if what == "sizes":  # in units of 1 / sqrt(fan_in)
            unit = weight.shape[1] ** -0.5
            seen.append({"deviation": float(weight.std() / unit), "mean size": float(weight.abs().mean() / unit)})
        else:
            square = weight @ weight.T if len(weight) <= weight.shape[1] else weight.T @ weight
            zeros = bool((weight == 0).float().mean() > 0.5)
            seen.append({"products of rows or columns": square, "mostly zeros": zeros})
    return {"layers": seen, "two layers alike": len(made) > 1 and made[0].weight.equal(made[1].weight)}


@exercise.misconception("Xavier's bound from fan_in alone: fan_out counts as well", of=_Rules, method="xavier")
def xavier_in(self, weight):
    bound = (6 / (2 * self.fans(weight)[0])) ** 0.5
    weight.uniform_(-bound, bound)


@exercise.misconception("Xavier's standard deviation taken for the bound", of=_Rules, method="xavier")
def xavier_deviation(self, weight):
    bound = (2 / sum(self.fans(weight))) ** 0.5
    weight.uniform_(-bound, bound)


@exercise.misconception("Xavier from a normal distribution: an even one was asked for", of=_Rules, method="xavier")
def xavier_normal(self, weight):
    weight.normal_(0, (2 / sum(self.fans(weight))) ** 0.5)


@exercise.misconception("numbers from 0 to the bound only: the negative half is missing", of=_Rules, method="xavier")
def xavier_positive(self, weight):
    weight.uniform_(0, (6 / sum(self.fans(weight))) ** 0.5)


@exercise.misconception("Kaiming with fan_out: what counts is what is added up", of=_Rules, method="kaiming")
def kaiming_out(self, weight):
    weight.normal_(0, (2 / self.fans(weight)[1]) ** 0.5)


@exercise.misconception("Kaiming without the 2 that makes up for what ReLU cuts away", of=_Rules, method="kaiming")
def kaiming_no_gain(self, weight):
    weight.normal_(0, (1 / self.fans(weight)[0]) ** 0.5)


@exercise.misconception("Kaiming's variance 2 / fan_in taken for the standard deviation", of=_Rules, method="kaiming")
def kaiming_variance(self, weight):
    weight.normal_(0, 2 / self.fans(weight)[0])


@exercise.misconception("Kaiming from an even distribution: a normal one was asked for", of=_Rules, method="kaiming")
def kaiming_uniform(self, weight):
    bound = (6 / self.fans(weight)[0]) ** 0.5
    weight.uniform_(-bound, bound)


@exercise.misconception("fans without kH * kW: a window is added up for every channel", of=_Rules, method="fans")
def no_window(self, weight):
    return weight.shape[1], weight.shape[0]


@exercise.misconception("rows divided by their length, but not at right angles", of=_Rules, method="orthogonal")
def only_normalised(self, weight):
    weight.copy_(torch.nn.functional.normalize(torch.randn(weight.flatten(1).shape), dim=1).reshape(weight.shape))


@exercise.misconception("the identity: orthogonal, but the same in every layer", of=_Rules, method="orthogonal")
def identity(self, weight):
    weight.copy_(torch.eye(*weight.flatten(1).shape).reshape(weight.shape))


@exercise.misconception("biases left as they were", of=_Rules, method="offset")
def biases_left(self, bias):
    pass


@exercise.misconception("convolutions left as they were: a Conv2d has a weight, too", of=_Rules, method="is_meant")
def linear_only(self, module):
    return isinstance(module, torch.nn.Linear)


@exercise.misconception("every layer that has a weight filled, normalisation as well", of=_Rules, method="is_meant")
def all_weights(self, module):
    return getattr(module, "weight", None) is not None


@exercise.misconception("every weight but flat ones filled, an Embedding's as well", of=_Rules, method="is_meant")
def all_matrices(self, module):
    return getattr(module, "weight", torch.ones(1)).dim() > 1


@exercise.misconception("only the layers directly inside the model, none deeper down", of=_Rules, method="modules")
def only_children(self, model):
    return model.children()


@exercise.misconception("an unknown scheme accepted without a word", of=_Rules, method="known")
def accepts_all(self, scheme):
    pass


@exercise.misconception("new parameters, though an optimizer may hold the old ones", of=_Rules, method="__new__")
def replaced(cls, model, scheme):
    _Rules(model, scheme)
    for module in model.modules():
        if isinstance(module, torch.nn.Linear | torch.nn.Conv2d):
            module.weight = torch.nn.Parameter(module.weight.detach().clone())


FLAT = ("Linear", (2, 3), {})
LINEAR = ("Linear", (200, 500), {"bias": False})
CONV = ("Conv2d", (40, 60, (5, 7)), {"bias": False})
REASON = "two honest draws of 84,000 numbers have spreads that differ by more than 0.04 less than once in 10^9 runs"


@check(
    2,
    "Which modules does `model.apply(function)` hand to your function?",
    "Ask `isinstance(module, (torch.nn.Linear, torch.nn.Conv2d))`; fill its weight, and its bias if there is one.",
    "Under torch.no_grad(): `module.weight.fill_(0.05)` and `module.bias.zero_()`.",
)
@pytest.mark.parametrize(
    "layers",
    [
        [FLAT],
        [FLAT, ("ReLU", (), {}), ("Linear", (3, 1), {"bias": False})],
        [("Conv2d", (1, 2, 3), {}), ("BatchNorm2d", (2,), {}), ("Linear", (2, 1), {})],
        [FLAT, ("Embedding", (3, 2), {}), ("Conv1d", (2, 1, 2), {}), ("ConvTranspose2d", (1, 2, 2), {})],
    ],
    ids=["one layer", "three layers", "with a convolution", "with others"],
)
def test_constant(verify, layers):
    """fills every Linear and Conv2d with 0.05, their biases with 0, and no other layer"""
    verify("constant", layers, "numbers", torch.tensor(3.0))


@check(
    2,
    "How do you call the function for a name that is not in your list?",
    "With a chain of `if` and `elif`, the last `else` is for a scheme that you do not know: raise ValueError there.",
)
def test_biases(verify):
    """sets biases to 0 in the other schemes too, and refuses an unknown scheme with ValueError"""
    for scheme in ("xavier", "kaiming", "orthogonal"):
        layers = [("LayerNorm", (2,), {}), ("Conv2d", (2, 3, 2), {}), ("Linear", (3, 1), {}), ("LayerNorm", (3,), {})]
        verify(scheme, layers, "flat", torch.tensor(3.0))
    verify("constant", [FLAT], "numbers", torch.tensor(3.0))
    verify.raises(ValueError)("something", [FLAT], "numbers", torch.tensor(3.0))


@check(
    2,
    "For a Linear(200, 500): what are fan_in and fan_out, and how large is the bound?",
    "`bound = (6 / (fan_in + fan_out)) ** 0.5`; a convolution's window counts in both fans.",
    "`weight[0].numel()` is fan_in; `len(weight) * weight[0, 0].numel()` is fan_out.",
)
@pytest.mark.parametrize("layer", [LINEAR, CONV], ids=["Linear", "Conv2d"])
def test_xavier(verify, layer):
    """draws Xavier's weights evenly, with a bound from fan_in and fan_out"""
    verify.within(atol=0.04, reason=REASON)("xavier", [layer] * 2, "sizes", torch.tensor(3.0))


@check(
    2,
    "For a Conv2d with 20 channels and a 5 x 7 window: how many products are added up for one output?",
    "`weight.normal_(0, std)` takes the standard deviation, the root of the variance 2 / fan_in.",
)
@pytest.mark.parametrize("layer", [LINEAR, CONV], ids=["Linear", "Conv2d"])
def test_kaiming(verify, layer):
    """draws Kaiming's weights from a normal distribution with standard deviation sqrt(2 / fan_in)"""
    verify.within(atol=0.04, reason=REASON)("kaiming", [layer] * 2, "sizes", torch.tensor(3.0))


@check(
    1,
    "What is a matrix times its own transpose, if its rows are at right angles and of length 1?",
    "torch.linalg.qr of a tall random matrix gives a Q whose columns are at right angles; turn it if it must be wide.",
)
@pytest.mark.parametrize(
    "layer",
    [("Linear", (4, 4), {}), ("Linear", (6, 3), {}), ("Linear", (3, 6), {}), ("Conv2d", (2, 5, 3), {})],
    ids=["square", "wide", "tall", "convolution"],
)
def test_orthogonal(verify, layer):
    """makes rows, or else columns, that are at right angles and of length 1"""
    verify("orthogonal", [layer], "products", torch.tensor(3.0))


@check(1, "Fill the parameters in place under torch.no_grad(), on their own device.")
def test_contract(verify):
    """keeps the parameters' dtype and device, and their need for gradients"""
    for scheme in ("constant", "xavier", "kaiming"):
        verify.contract(scheme, [("Linear", (3, 2), {}), ("Conv2d", (1, 2, 2), {})], "contract", torch.tensor(3.0))
