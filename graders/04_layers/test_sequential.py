"""Sequential, held against torch.nn.Sequential."""

import copy
import itertools
from collections import OrderedDict
from functools import reduce

import pytest
import torch

from torchgrade import Exercise, check

Layer = torch.nn.Sequential

exercise = Exercise("Sequential", reference=Layer, forbidden=("torch.nn.modules.container",))
exercise.equivalent(
    "of one argument the first is the last",
    "named = len(args) == 1 and isinstance(args[0], OrderedDict) -> named = len(args) == 1 and "
    "isinstance(args[(-1)], OrderedDict)",
    "for name, layer in args[0].items() if named else enumerate(args): -> for name, layer in "
    "args[(-1)].items() if named else enumerate(args):",
)


@exercise.probe_with
def drive(Sequential, task, x, weights, names=None, added=(), index=None):
    """Build a model of bias-free linear layers (a number: that layer again), look at it, and send x through it."""
    from collections import OrderedDict

    layers = []
    for weight in weights:
        if isinstance(weight, int):
            layers.append(layers[weight])
        elif isinstance(weight, str):
            layers.append(getattr(torch.nn, weight)())
        else:
            layers.append(torch.nn.Linear(weight.shape[1], weight.shape[0], bias=False))
            layers[-1].weight = torch.nn.Parameter(weight.clone())
    first, later = layers[: len(layers) - len(added)], layers[len(layers) - len(added) :]
    model = Sequential(OrderedDict(zip(names, first, strict=True))) if names else Sequential(*first)
    for name, layer in zip(added, later, strict=True):
        model.add_module(name, layer)
    if task == "state":
        model.train(mode=False)
        saved = {name: value.detach().clone() for name, value in model.state_dict().items()}
        return {"state_dict": saved, "layers in eval mode": sum(not layer.training for layer in layers)}
    if task == "slice":
        part = model[slice(*index)]
        kept = {name: value.detach().clone() for name, value in part.state_dict().items()}
        own = [layer is part[place] for place, layer in enumerate(layers[slice(*index)])]
        return {"output": part(x), "length": len(part), "state_dict": kept, "the very layers": own}
    if task == "index":
        return {"place": [layer is model[index] for layer in layers], "length": len(model)}
    if task == "iterate":
        once = [one is other for one, other in zip(layers, model, strict=True)]
        return {"in order": once, "length": len(model), "a loop in a loop": [len(list(model)) for _ in model]}
    return {"output": model(x)}


class _Right(torch.nn.Module):
    """Everything right, part by part."""

    def __init__(self, *args):
        super().__init__()
        for name, layer in self.named(args):
            self.add_module(name, layer)

    def named(self, args):
        if len(args) == 1 and isinstance(args[0], dict):
            return list(args[0].items())
        return [(str(place), layer) for place, layer in enumerate(args)]

    def forward(self, input):
        return reduce(lambda x, layer: layer(x), self.layers(), input)

    def layers(self):
        return list(self._modules.values())

    def __len__(self):
        return len(self.layers())

    def __iter__(self):
        return iter(self.layers())

    def __getitem__(self, idx):
        if isinstance(idx, slice):
            return self.part(idx)
        return self.layers()[idx]

    def part(self, idx):
        return type(self)(OrderedDict(list(self._modules.items())[idx]))


@exercise.misconception("a plain list of layers: torch does not look into it, so there are no parameters to train")
class _PlainList(_Right):
    def __init__(self, *args):
        super().__init__()
        self.kept = [layer for _, layer in self.named(args)]

    def add_module(self, name, layer):
        self.kept.append(layer)

    def layers(self):
        return self.kept


@exercise.misconception("a ModuleList inside: every name in the state_dict then has a word in front of it")
class _ModuleList(_Right):
    def __init__(self, *args):
        super().__init__()
        self.inner = torch.nn.ModuleList([layer for _, layer in self.named(args)])

    def add_module(self, name, layer):
        self.inner.append(layer) if "inner" in self._modules else super().add_module(name, layer)

    def layers(self):
        return list(self.inner)


@exercise.misconception("a list of layers kept from the start: a layer that is added later is never asked")
class _FirstLayers(_Right):
    def __init__(self, *args):
        super().__init__(*args)
        self.kept = list(self._modules.values())

    def layers(self):
        return getattr(self, "kept", None) or list(self._modules.values())


@exercise.misconception("names that count from 1: the first layer's name is 0", of=_Right, method="named")
def from_one(self, args):
    return [(str(int(name) + 1) if name.isdigit() else name, layer) for name, layer in _Right.named(self, args)]


@exercise.misconception("the names of the OrderedDict replaced by numbers")
class _NamesLost(_Right):
    def named(self, args):
        return [(str(place), layer) for place, (_, layer) in enumerate(_Right.named(self, args))]

    def part(self, idx):
        return _Right(OrderedDict(list(self._modules.items())[idx]))


@exercise.misconception(
    "walking over self.children(), which leaves out a layer that stands there twice", of=_Right, method="layers"
)
def without_repeats(self):
    return list(self.children())


@exercise.misconception("layers applied from the last to the first", of=_Right, method="forward")
def backwards(self, input):
    return reduce(lambda x, layer: layer(x), self.layers()[::-1], input)


@exercise.misconception(
    "every layer given the input itself, not what the layer before made", of=_Right, method="forward"
)
def side_by_side(self, input):
    for layer in self.layers():
        output = layer(input)
    return output


@exercise.misconception("stopping in front of the last layer", of=_Right, method="forward")
def stops_early(self, input):
    return reduce(lambda x, layer: layer(x), self.layers()[:-1], input)


@exercise.misconception("a slice that numbers its layers anew: they keep their names", of=_Right, method="part")
def renumbers(self, idx):
    return _Right(*self.layers()[idx])


@exercise.misconception(
    "a slice's start and stop compared with positions: negative ones and a step are lost", of=_Right, method="part"
)
def start_and_stop(self, idx):
    start, stop = idx.start or 0, len(self) if idx.stop is None else idx.stop
    named = enumerate(self._modules.items())
    return type(self)(OrderedDict(item for place, item in named if start <= place < stop))


@exercise.misconception("a slice's step left out", of=_Right, method="part")
def no_step(self, idx):
    return type(self)(OrderedDict(list(self._modules.items())[idx.start : idx.stop]))


@exercise.misconception(
    "the module handed out as its own iterator: a second loop over it disturbs the first", of=_Right, method="__iter__"
)
def own_iterator(self):
    self.__dict__["waiting"] = self.layers()
    type(self).__next__ = lambda self: self.waiting.pop(0) if self.waiting else next(iter(()))
    return self


@exercise.misconception(
    "positions that wrap round: a position that does not exist is to be an IndexError", of=_Right, method="__getitem__"
)
def wraps(self, idx):
    return self.part(idx) if isinstance(idx, slice) else self.layers()[idx % len(self)]


@exercise.misconception(
    "copies of the layers in a slice: training them leaves the model as it is", of=_Right, method="part"
)
def copies(self, idx):
    return _Right(OrderedDict((name, copy.deepcopy(layer)) for name, layer in list(self._modules.items())[idx]))


def model(draw, *sizes):
    """An input and linear layers with a ReLU between them."""
    weights = []
    for inputs, outputs in itertools.pairwise(sizes):
        weights += ["ReLU", draw.normal(outputs, inputs)]
    return draw.normal(5, sizes[0]), weights[1:]


@check(
    3,
    "What does the second layer get as its input?",
    "Keep one variable, and replace it by each layer's output in turn.",
    "`for layer in self: input = layer(input)`, then `return input`.",
)
@pytest.mark.parametrize("sizes", [(2, 3), (3, 3, 3), (4, 2, 3, 1)], ids=str)
def test_values(verify, draw, sizes):
    """sends its input through all layers in order"""
    x, weights = model(draw, *sizes)
    verify("output", x, weights)


@check(
    2,
    "What does `list(model.state_dict())` show?",
    "`self.add_module(name, layer)` makes a layer a part of the model; the name is text: '0', '1', ...",
    "For a single OrderedDict go through its items(); otherwise through enumerate(args), with str(position).",
)
@pytest.mark.parametrize("sizes", [(2, 3), (2, 3, 2)], ids=str)
def test_state(verify, draw, sizes):
    """names its layers by position or by the keys of an OrderedDict, and switches all to eval mode"""
    x, weights = model(draw, *sizes)
    verify("state", x, weights)
    verify("state", x, weights, names=["first", "bend", "last"][: len(weights)])


@check(
    1,
    "Where does add_module keep the new layer?",
    "self._modules is a dictionary of all parts by name, in order; look there in forward, not in a list of your own.",
)
def test_added(verify, draw):
    """uses layers that were added with add_module, and a layer that stands in two places"""
    x, weights = model(draw, 3, 3, 3)
    verify("output", x, weights, added=["bend", "last"])
    verify("state", x, weights, names=["first"], added=["bend", "last"])
    verify("output", x, [weights[0], "ReLU", 0, 0, weights[2]])
    verify("iterate", x, [weights[0], "ReLU", 0])
    verify("index", x, [weights[0], "ReLU", 0], index=2)
    verify("iterate", x, weights, names=["first"], added=["bend", "last"])


@check(
    2,
    "What are model[0], model[-1] and model[5]?",
    "A list of self._modules.values() knows negative positions, and raises IndexError by itself.",
    "For a slice make a new Sequential from an OrderedDict of the sliced items of self._modules.",
)
def test_index(verify, draw):
    """finds layers by position, by negative position and by slice; IndexError where there is none"""
    x, weights = model(draw, 2, 3, 4)
    for index in (0, 2, -1):
        verify("index", x, weights, index=index)
    verify("slice", x, weights, index=(None, 2))
    verify("slice", draw.normal(5, 3), weights, index=(1, None))
    verify("slice", x, weights, index=(-5, -1))
    verify("slice", x, weights, index=(None, None, 2))
    verify.raises(IndexError)("index", x, weights, index=3)
    verify.raises(IndexError)("index", x, weights, index=-4)


@check(
    1,
    "What is a list that holds nothing, and how would you count a model's layers?",
    "`len(model)` asks __len__, and a for loop asks __iter__: both can look into self._modules.",
)
def test_length(verify, draw):
    """has a length, can be walked through, and passes its input on where it has no layers"""
    x, weights = model(draw, 2, 3)
    verify("iterate", x, weights)
    verify("iterate", x, [*weights, "ReLU", "Tanh"])
    verify("output", x, [])


@check(1, "Hand the input on as it is: without .detach(), .data or numpy.")
def test_contract(verify, draw):
    """keeps dtype and device, and lets the gradient through"""
    x, weights = model(draw, 3, 4, 2)
    verify.contract("output", x, weights)
    verify.gradients("output", x, weights, wrt=(1,))
