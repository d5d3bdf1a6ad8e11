"""scalar_value: Value, held against tensors of torch that hold one number each."""

import pytest
import torch

from torchgrade import Exercise, check


class _Rest:
    """What is made of +, * and **, as in the stub."""

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + other * -1.0

    def __truediv__(self, other):
        return self * other**-1.0

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other


class _Torch(_Rest):
    """The same arithmetic by torch's own autograd."""

    def __init__(self, data):
        given = isinstance(data, torch.Tensor)
        self.tensor = data if given else torch.tensor(data, dtype=torch.float64, requires_grad=True)
        self.tensor.retain_grad()

    data = property(lambda self: self.tensor.item())
    grad = property(lambda self: 0.0 if self.tensor.grad is None else self.tensor.grad.item())

    def __add__(self, other):
        return _Torch(self.tensor + getattr(other, "tensor", other))

    def __mul__(self, other):
        return _Torch(self.tensor * getattr(other, "tensor", other))

    def __pow__(self, exponent):
        return _Torch(self.tensor**exponent)

    def relu(self):
        return _Torch(self.tensor.relu())

    def backward(self):
        self.tensor.backward(retain_graph=True)


exercise = Exercise(
    "Value", reference=_Torch, forbidden=("torch.autograd.graph", "torch.autograd.forward_ad", "torch.func")
)
exercise.equivalent(
    "the larger of two is the same either way round; at the kink any slope from 0 to 1 is right",
    "return Value(max(self.data, 0.0), ((self, slope),)) -> return Value(max(0.0, self.data), ((self, slope),))",
    "slope = float(self.data > 0) -> slope = float(self.data >= 0)",
)


@exercise.probe_with
def compute(Value, recipe, *numbers):
    """Compute what the recipe says with a, b, c of these numbers; return the value and every gradient."""
    a, b, c = [Value(number) for number in numbers]
    middle = a * b
    low = middle + c
    recipes = {
        "sum": lambda: a + b,
        "product": lambda: a * b,
        "power": lambda: a**3 + b**-2 + c**0.5,
        "numbers": lambda: 2.0 * a + b * 3.0 - (1.0 + c) / 4.0,
        "relu": lambda: a.relu() * 3.0 + b.relu() * 5.0,
        "chain": lambda: ((a * b + c) ** 2 * 3.0).relu() * 0.5,
        "neuron": lambda: (a * 0.5 + b * -1.5 + c).relu() + (a * -1.0 - b / c).relu() * -(a**2),
        "square": lambda: a * a + (b + b),
        "called twice": lambda: (product := a * b, product.backward())[0],
        "two results": lambda: ((a * b).backward(), a * c + b)[1],
        "side by side": lambda: middle * c + middle * a,
        "near and far": lambda: middle + low * middle * low,
    }
    y = recipes[recipe]()
    y.backward()
    gradients = {"gradients of a, b and c": [a.grad, b.grad, c.grad], "gradients half-way": [middle.grad, low.grad]}
    return {"value": y.data, **gradients, "a, b and c afterwards": [a.data, b.data, c.data]}


class _Right(_Rest):
    """Does everything right; each misconception below replaces one method."""

    def __init__(self, data, operands=()):
        self.data, self.grad, self.operands = data, 0.0, operands

    def __add__(self, other):
        other = self.wrapped(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.wrapped(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __pow__(self, exponent):
        return type(self)(self.data**exponent, [(self, exponent * self.data ** (exponent - 1))])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, float(self.data > 0))])

    def wrapped(self, other):
        return other if isinstance(other, _Right) else type(self)(other)

    def order(self, known=lambda value, found: value in found):
        """Every value behind this one, results before operands."""
        found = []

        def visit(value):
            if not known(value, found):
                for operand, _ in value.operands:
                    visit(operand)
                found.append(value)

        visit(self)
        return found[::-1]

    def backward(self):
        self.grad = 1.0
        for value in self.order():
            value.hand_on()

    def hand_on(self):
        for operand, slope in self.operands:
            operand.grad += slope * self.grad


@exercise.misconception("grad assigned, not added: of a value used twice, one use is lost", of=_Right, method="hand_on")
def assigns(self):
    for operand, slope in self.operands:
        operand.grad = slope * self.grad


@exercise.misconception("the slope alone handed on, without the gradient from above", of=_Right, method="hand_on")
def ignores_upstream(self):
    for operand, slope in self.operands:
        operand.grad += slope


@exercise.misconception("a value handing on when first met, its gradient not yet complete", of=_Right, method="order")
def as_met(self):
    found = []

    def visit(value):
        if value not in found:
            found.append(value)
            for operand, _ in value.operands:
                visit(operand)

    visit(self)
    return found


@exercise.misconception("layer by layer: too early for a value used near and far", of=_Right, method="order")
def by_layers(self):
    found = [self]
    for value in found:
        found += [one for one in dict.fromkeys(operand for operand, _ in value.operands) if one not in found]
    return found


@exercise.misconception("values told apart by their numbers: two may have the same", of=_Right, method="order")
def by_number(self):
    return _Right.order(self, lambda value, found: value.data in [one.data for one in found])


@exercise.misconception("operands before results: nothing gets further back than one step", of=_Right, method="order")
def not_reversed(self):
    return _Right.order(self)[::-1]


@exercise.misconception("a value handing on once for every way that leads to it", of=_Right, method="order")
def every_way(self):
    return [self, *(one for operand, _ in self.operands[::-1] for one in every_way(operand))]


@exercise.misconception("no 1 at the start: every gradient is a multiple of 0", of=_Right, method="backward")
def starts_at_zero(self):
    for value in self.order():
        value.hand_on()


@exercise.misconception("1 added to its own grad, where backward sets it to 1", of=_Right, method="backward")
def adds_one(self):
    self.grad += 1.0
    for value in self.order():
        value.hand_on()


@exercise.misconception("clearing every grad first: as in torch, a second backward adds", of=_Right, method="backward")
def clears(self):
    for value in self.order():
        value.grad = 0.0
    _Right.backward(self)


@exercise.misconception("each factor's own number as its slope: it is the other factor's", of=_Right, method="__mul__")
def own_factor(self, other):
    other = self.wrapped(other)
    return type(self)(self.data * other.data, [(self, self.data), (other, other.data)])


@exercise.misconception("the second operand of a product without a gradient", of=_Right, method="__mul__")
def first_factor(self, other):
    other = self.wrapped(other)
    return type(self)(self.data * other.data, [(self, other.data)])


@exercise.misconception("the exponent not lowered by 1 in the slope of a power", of=_Right, method="__pow__")
def same_exponent(self, exponent):
    return type(self)(self.data**exponent, [(self, exponent * self.data**exponent)])


@exercise.misconception("no exponent in front of the slope of a power", of=_Right, method="__pow__")
def no_exponent(self, exponent):
    return type(self)(self.data**exponent, [(self, self.data ** (exponent - 1))])


@exercise.misconception("a ReLU that lets every gradient through", of=_Right, method="relu")
def relu_passes(self):
    return type(self)(max(self.data, 0.0), [(self, 1.0)])


@exercise.misconception("the ReLU's value as its slope, which is 1 or 0", of=_Right, method="relu")
def relu_value(self):
    return type(self)(max(self.data, 0.0), [(self, max(self.data, 0.0))])


def numbers(draw, low=0.5, high=2.0):
    return [float(one) for one in draw.uniform(3, low=low, high=high, dtype=torch.float64)]


@check(
    2,
    "If y = a * b, by how much does y grow when a grows by a little?",
    "Keep each operand with the slope towards it: 1 for a sum, the other factor for a product.",
    "For `self ** n` the slope is `n * self.data ** (n - 1)`.",
)
@pytest.mark.parametrize("recipe", ["sum", "product", "power", "numbers"])
def test_operations(verify, draw, recipe):
    """adds, multiplies and takes powers, with the right slopes"""
    verify(recipe, *numbers(draw))


@check(
    1,
    "What is relu(-3), and what does it become when -3 grows a little?",
    "The slope is 1 where the value is positive, and 0 where it is negative.",
)
def test_relu(verify, draw):
    """cuts off negative values, and their gradients"""
    first, second, _ = numbers(draw)
    verify("relu", first, -second, 1.0)
    verify("relu", -first, second, 1.0)


@check(
    2,
    "Each value gets its gradient from above. What does it hand on to its operands?",
    "Slope times own gradient; begin with a gradient of 1 at the value that backward was called on.",
)
@pytest.mark.parametrize("recipe", ["chain", "neuron"])
def test_chain(verify, draw, recipe):
    """carries the gradient through several operations, one after the other"""
    verify(recipe, *numbers(draw))


@check(
    2,
    "What is the gradient of a * a? Each a is worth one a.",
    "`+=` adds what comes from each use; `=` would keep the last one only.",
)
@pytest.mark.parametrize("recipe", ["square", "two results", "called twice"])
def test_used_twice(verify, draw, recipe):
    """adds up the gradients of a value that is used more than once"""
    verify(recipe, *numbers(draw))


@check(
    3,
    "A value that is used in two places: has it heard from both when it hands its gradient on?",
    "List the values so that operands come before results, each once; then go through the list from its end.",
    "visit(value): if it is not in the list yet, visit its operands first, then append it. Then `reversed(...)`.",
)
@pytest.mark.parametrize("recipe", ["side by side", "near and far"])
def test_order(verify, draw, recipe):
    """hands a gradient on only once, when it is complete"""
    verify(recipe, *numbers(draw))
    first, second, _ = numbers(draw)
    verify(recipe, first, second, first)
