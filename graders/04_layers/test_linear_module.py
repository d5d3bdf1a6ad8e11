"""Linear, held against torch.nn.Linear."""

import pytest
import torch

from torchgrade import Exercise, check

Layer = torch.nn.Linear

exercise = Exercise(
    "Linear",
    reference=Layer,
    forbidden=("torch.nn.functional.linear", "aten::mkldnn_linear", "torch.nn.modules.linear"),
    reference_dtype="case",
)


@exercise.probe_with
def drive(Linear, task, sizes, x=None, weight=None, bias=None):
    """Make a layer; show how it starts, or hand it these parameters and this input."""
    layer = Linear(*sizes, bias=False) if task == "no bias" or (x is not None and bias is None) else Linear(*sizes)
    shapes = {name: list(p.shape) for name, p in layer.named_parameters()}
    if task in ("names", "no bias"):
        saved = {name: list(value.shape) for name, value in layer.state_dict().items()}
        learns = {name: [p.requires_grad, str(p.dtype)] for name, p in layer.named_parameters()}
        return {"parameters": shapes, "state_dict": saved, "bias is None": layer.bias is None, "learns": learns}
    if task == "start":
        found = {name: p.detach() * sizes[0] ** 0.5 for name, p in layer.named_parameters()}
        again = dict(Linear(*sizes).named_parameters())
        alike = [name for name, p in found.items() if (again[name] * sizes[0] ** 0.5).equal(p)]
        return {
            f"{name}, times the root of in_features": {
                "smallest (cut off at -3)": max(float(p.min()), -3.0),  # two draws of torch.randn end far apart
                "largest (cut off at 3)": min(float(p.max()), 3.0),
                "standard deviation (cut off at 3)": min(float(p.std()), 3.0),
            }
            for name, p in found.items()
        } | {"two layers start alike": alike}
    given = {"weight": weight} if bias is None else {"weight": weight, "bias": bias}
    if shapes != {name: list(value.shape) for name, value in given.items()}:
        return {"parameters": shapes, "output": None}
    if task == "gradients":
        return {"parameters": shapes, "output": torch.func.functional_call(layer, given, (x,))}
    layer = layer.to(x.device, x.dtype)
    with torch.no_grad():
        for name, p in layer.named_parameters():
            p.copy_(given[name])
    return {"parameters": shapes, "output": layer(x)}


@exercise.misconception("a weight of shape (in_features, out_features): torch stores one row for each output")
class _Transposed(Layer):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__(in_features, out_features, bias)
        self.weight = torch.nn.Parameter(self.weight.detach().T.clone())

    def forward(self, input):
        y = input @ self.weight
        return y if self.bias is None else y + self.bias


@exercise.misconception("plain tensors as weight and bias: without torch.nn.Parameter no optimizer will find them")
class _PlainTensors(Layer):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__(in_features, out_features, bias)
        weight, offset = self.weight.detach(), None if self.bias is None else self.bias.detach()
        del self.weight, self.bias
        self.weight, self.bias = weight, offset


@exercise.misconception("parameters with requires_grad=False: they never learn")
class _Frozen(Layer):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__(in_features, out_features, bias)
        self.requires_grad_(False)


@exercise.misconception("parameters with names of their own, W and b: what others saved cannot be loaded")
class _OtherNames(torch.nn.Module):
    bias = None

    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        like = Layer(in_features, out_features)
        self.W, self.b = like.weight, like.bias if bias else None


@exercise.misconception("a bias in every layer, also where bias=False was asked for")
class _AlwaysBias(Layer):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__(in_features, out_features)


@exercise.misconception("a bias with in_features entries: each output has one, not each input")
class _BiasOfInputs(Layer):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__(in_features, out_features, bias)
        self.bias = torch.nn.Parameter(torch.zeros(in_features).uniform_(-0.5, 0.5)) if bias else None


@exercise.misconception("a bias that is made but never added", of=Layer, method="forward")
def bias_forgotten(self, input):
    return input @ self.weight.T


@exercise.misconception("x @ weight without the transpose, which fits only where the weight is square")
class _NoTranspose(Layer):
    def forward(self, input):
        y = input @ self.weight
        return y if self.bias is None else y + self.bias


@exercise.misconception("computing with .data or .detach(), so that no gradient reaches the parameters")
class _Detached(Layer):
    def forward(self, input):
        return torch.nn.functional.linear(
            input, self.weight.detach(), None if self.bias is None else self.bias.detach()
        )


class _Filled(Layer):
    """A right layer whose way of filling weight and bias can be replaced."""

    def __init__(self, in_features, out_features, bias=True):
        super().__init__(in_features, out_features, bias)
        with torch.no_grad():
            self.fill(self.weight, in_features, out_features)
            if bias:
                self.fill_bias(self.bias, in_features, out_features)

    def fill(self, t, inputs, outputs):
        t.uniform_(-(inputs**-0.5), inputs**-0.5)

    def fill_bias(self, t, inputs, outputs):
        self.fill(t, inputs, outputs)


@exercise.misconception(
    "numbers from a normal distribution with standard deviation 1: outputs grow with every layer",
    of=_Filled,
    method="fill",
)
def normal_start(self, t, inputs, outputs):
    t.normal_()


@exercise.misconception("a bound of 1/in_features, where its square root was asked for", of=_Filled, method="fill")
def no_root(self, t, inputs, outputs):
    t.uniform_(-1 / inputs, 1 / inputs)


@exercise.misconception(
    "a bound from out_features: what counts is how many inputs are added up", of=_Filled, method="fill"
)
def bound_of_outputs(self, t, inputs, outputs):
    t.uniform_(-(outputs**-0.5), outputs**-0.5)


@exercise.misconception("all numbers 0 at the start: every output then learns the same", of=_Filled, method="fill")
def zero_start(self, t, inputs, outputs):
    t.zero_()


@exercise.misconception("numbers from 0 to the bound only: the negative half is missing", of=_Filled, method="fill")
def only_positive(self, t, inputs, outputs):
    t.uniform_(0, inputs**-0.5)


@exercise.misconception("numbers from torch.rand as they are, from 0 to 1", of=_Filled, method="fill")
def from_zero_to_one(self, t, inputs, outputs):
    t.uniform_(0, 1)


@exercise.misconception(
    "a bias of zeros at the start, where torch draws it like the weight", of=_Filled, method="fill_bias"
)
def zero_bias(self, t, inputs, outputs):
    t.zero_()


@exercise.misconception("a weight from kaiming_uniform_ as it is: its bound is sqrt(6 / in_features) unless a=sqrt(5)")
class _KaimingWeight(_Filled):
    def fill(self, t, inputs, outputs):
        t.uniform_(-((6 / inputs) ** 0.5), (6 / inputs) ** 0.5)

    def fill_bias(self, t, inputs, outputs):
        t.uniform_(-(inputs**-0.5), inputs**-0.5)


@exercise.misconception(
    "a weight from xavier_uniform_ and a bias of zeros, where both have the bound 1/sqrt(in_features)"
)
class _XavierAndZeros(_Filled):
    def fill(self, t, inputs, outputs):
        t.uniform_(-((6 / (inputs + outputs)) ** 0.5), (6 / (inputs + outputs)) ** 0.5)

    def fill_bias(self, t, inputs, outputs):
        t.zero_()


@exercise.misconception("numbers from torch.randn as the weight, zeros as the bias: neither lies evenly in the bounds")
class _RandnAndZeros(_Filled):
    def fill(self, t, inputs, outputs):
        t.normal_()

    def fill_bias(self, t, inputs, outputs):
        t.zero_()


def tensors(draw, shape, outputs):
    return (shape[-1], outputs), draw.normal(*shape), draw.normal(outputs, shape[-1]), draw.normal(outputs)


@check(
    2,
    "What does `list(layer.named_parameters())` show?",
    "Call `super().__init__()` first, then assign `torch.nn.Parameter(...)` to self.weight and self.bias.",
    "`self.weight = torch.nn.Parameter(torch.empty(out_features, in_features))`; without bias: `self.bias = None`.",
)
@pytest.mark.parametrize("sizes", [(1, 1), (3, 3), (3, 2), (2, 5)], ids=str)
def test_names(verify, sizes):
    """has a weight and a bias, of the right shapes, that torch can find and save"""
    verify("names", sizes)
    verify("no bias", sizes)


@check(
    3,
    "The module holds one row of weights for each output: which index is summed over?",
    "`input @ self.weight.T`, and the bias is added where there is one.",
)
@pytest.mark.parametrize(("shape", "outputs"), [((2,), 3), ((3, 3), 3), ((4, 3), 2), ((2, 3, 2, 4), 5)], ids=str)
def test_values(verify, draw, shape, outputs):
    """gives torch.nn.Linear's outputs, with and without a bias"""
    verify("values", *tensors(draw, shape, outputs))
    size, x, weight, _ = tensors(draw, shape, outputs)
    verify("values", size, x, weight)


@check(
    2,
    "How large are your first weights, and are half of them negative?",
    "torch.rand gives numbers from 0 to 1; they are to lie evenly between -bound and bound.",
    "`torch.empty(out_features, in_features).uniform_(-bound, bound)` with bound = 1 / in_features**0.5.",
)
def test_start(verify):
    """starts with weight and bias drawn evenly from -1/sqrt(in_features) to 1/sqrt(in_features)"""
    reason = "two honest draws of 20,000 numbers differ by more than 0.03 less than once in 10^9 runs"
    verify.within(atol=0.03, reason=reason)("start", (64, 20_000))


@check(
    2,
    "Which tensors take part in forward: the parameters themselves, or copies of their numbers?",
    "Use self.weight and self.bias as they are; .data, .detach() and torch.tensor(...) cut the gradient.",
)
@pytest.mark.parametrize(("shape", "outputs"), [((3,), 2), ((4, 3), 3), ((2, 3, 4), 5)], ids=str)
def test_gradients(verify, draw, shape, outputs):
    """lets the gradient through to its input and its parameters"""
    verify.gradients("gradients", *tensors(draw, shape, outputs))


@check(1, "Compute with the parameters alone: they have been moved to the input's device and dtype.")
def test_contract(verify, draw):
    """works in float64 and on another device after .to(...), and leaves its input unchanged"""
    verify.contract("values", *tensors(draw, (4, 3), 3))
    verify.contract("values", *tensors(draw, (4, 3), 3)[:3])  # adding a bias can hide a sum kept in float32
