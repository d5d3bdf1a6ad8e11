# ruff: noqa
"""Disguises of torch.optim.SGD, one a cell."""

# %% computed_base: a subclass whose base has no name in the file
import torch


class SGD(getattr(getattr(torch, "op" + "tim"), "SG" + "D")):
    pass


# %% made_by_type: the same class made by a call of type, which says it is from this file
import torch

SGD = type("SGD", (getattr(getattr(torch, "op" + "tim"), "SG" + "D"),), {"__module__": __name__})


# %% held_inside: an object of torch's does the work
import torch


class SGD:
    def __init__(self, params, lr, **options):
        self.inner = vars(vars(torch)["op" + "tim"])["SG" + "D"](params, lr=lr, **options)

    def step(self):
        self.inner.step()

    def zero_grad(self):
        self.inner.zero_grad()


# %% bound_methods: torch's bound methods are put on the object
import torch


class SGD:
    def __init__(self, params, lr, **options):
        inner = getattr(getattr(torch, "op" + "tim"), "SG" + "D")(params, lr=lr, **options)
        self.step, self.zero_grad = inner.step, inner.zero_grad


# %% instance_as_class: a partial in the place of the class, which says it is from this file
import functools

import torch

SGD = functools.partial(getattr(getattr(torch, "op" + "tim"), "SG" + "D"))
SGD.__module__ = __name__


# %% copied_methods: torch's methods copied, each of which says it is from this file
import types

import torch

BASE = getattr(getattr(torch, "op" + "tim"), "SG" + "D")


def copied(function):
    copy = types.FunctionType(function.__code__, function.__globals__, function.__name__, None, function.__closure__)
    copy.__kwdefaults__, copy.__defaults__, copy.__module__ = function.__kwdefaults__, function.__defaults__, __name__
    copy.__dict__.update(function.__dict__)
    return copy


class SGD(BASE):
    pass


for kind in reversed(BASE.__mro__[:-1]):
    for name, value in vars(kind).items():
        if isinstance(value, types.FunctionType):
            setattr(SGD, name, copied(value))
BASE.__module__ = BASE.__mro__[1].__module__ = __name__


# %% late_bases: the bases are given to the class afterwards
import torch


class Base:
    pass


class SGD(Base):
    pass


SGD.__bases__ = (getattr(getattr(torch, "op" + "tim"), "SG" + "D"),)


# %% pickled: made by copyreg and pickle, out of its name in bytes
import copyreg
import pickle

import torch


def by_name(name):
    return pickle.loads(b"ctorch.op" + b"tim\n" + name + b"\n.")


class SGD:
    def __init__(self, params, lr, **options):
        self.inner = by_name(b"SG" + b"D")(list(params), lr=lr, **options)

    def step(self):
        self.inner.step()

    def zero_grad(self):
        self.inner.zero_grad()
