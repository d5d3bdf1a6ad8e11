# ruff: noqa
"""Disguises of torch.softmax, one a cell: decorators, objects and classes that forward."""

# %% decorator: the decorator throws the honest function away and keeps its name
import functools

import torch


def checked(function):
    return functools.update_wrapper(functools.partial(getattr(torch, "soft" + "max")), function)


@checked
def softmax(x, dim):
    e = torch.exp(x - x.amax(dim, keepdim=True))
    return e / e.sum(dim, keepdim=True)


# %% call_object: an object whose class forwards
import torch


class Soft:
    def __call__(self, x, dim):
        return getattr(x, "soft" + "max")(dim)


softmax = Soft()


# %% call_slot: a class whose __call__ is torch's own function
import torch


class Soft:
    __call__ = staticmethod(getattr(torch, "soft" + "max"))


softmax = Soft()


# %% instance_forward: an nn.Module whose forward is put on the object
import torch


class Soft(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.forward = getattr(torch, "soft" + "max")


softmax = Soft()


# %% property: a property that hands out the function
import torch


class Home:
    @property
    def shares(self):
        return getattr(torch, "soft" + "max")


def softmax(x, dim):
    return Home().shares(x, dim)


# %% metaclass: making an object of a class gives the tensor
import torch


class Meta(type):
    def __call__(cls, x, dim):
        return getattr(torch, "soft" + "max")(x, dim)


class softmax(metaclass=Meta):
    pass


# %% metaclass_slot: the same with torch's own function in the metaclass
import torch


class Meta(type):
    __call__ = staticmethod(getattr(torch, "soft" + "max"))


class softmax(metaclass=Meta):
    pass


# %% module_getattr: a sibling module hands it out by its own __getattr__
import helpers


def softmax(x, dim):
    return helpers.anything(x, dim)


# %% + helpers.py
import torch


def __getattr__(name):
    return getattr(torch, "soft" + "max")
