# ruff: noqa
"""Disguises of torch.softmax, one a cell: other names, and ways to look it up."""

# %% alias_on_import: another name on import
from torch.nn.functional import softmax as normalise


def softmax(x, dim):
    return normalise(x, dim)


# %% star_import: everything of torch under its own name, and a helper that calls it
from torch import *
from torch.nn.functional import *

own = softmax


def softmax(x, dim):
    return own(x, dim)


# %% importlib: the module under a computed name
import importlib


def softmax(x, dim):
    home = importlib.import_module(".".join(["torch", "nn", "functional"]))
    return getattr(home, "xamtfos"[::-1])(x, dim)


# %% dunder_import: __import__ and a computed name
def softmax(x, dim):
    return getattr(__import__("to" + "rch"), "soft" + "max")(x, dim)


# %% vars: the module's names as a dictionary
import torch


def softmax(x, dim):
    return vars(torch)["".join(chr(c) for c in (115, 111, 102, 116, 109, 97, 120))](x, dim)


# %% dunder_dict: torch.__dict__, and a search by part of the name
import torch


def softmax(x, dim):
    found = [v for k, v in torch.__dict__.items() if k.endswith("max") and k.startswith("soft")]
    return found[0](x, dim)


# %% sys_modules: a walk over every loaded module
import sys


def softmax(x, dim):
    for name, module in list(sys.modules.items()):
        if name.endswith("functional"):
            for key, value in vars(module).items():
                if key == "soft" + "max":
                    return value(x, dim)


# %% eval: an expression that is put together first
import torch


def softmax(x, dim):
    return eval("x.soft" + "max(dim)")


# %% exec: a whole function out of text, so that no line of the file is on the stack
import torch

exec("def soft" + "max(x, dim): return torch.soft" + "max(x, dim)")


# %% compiled_function: a function made of code that was compiled out of text
import types

import torch

code = compile("lambda x, dim: x.soft" + "max(dim)", "<text>", "eval")
softmax = eval(code)


# %% partial: a partial object says it is from this file
import functools

import torch

softmax = functools.partial(getattr(torch, "soft" + "max"))
softmax.__module__ = __name__


# %% partial_subclass: a class of this file, all of whose work is that of a partial
import functools

import torch


class Own(functools.partial):
    pass


softmax = Own(getattr(torch, "soft" + "max"))


# %% methodcaller: operator.methodcaller
import operator


def softmax(x, dim):
    return operator.methodcaller("soft" + "max", dim)(x)


# %% attrgetter: operator.attrgetter, as a method of the tensor
import operator


def softmax(x, dim):
    return operator.attrgetter("log_" + "softmax")(x)(dim).exp()


# %% lambdas: a chain of lambdas
import torch

first = lambda home: lambda part: lambda rest: getattr(home, part + rest)
softmax = lambda x, dim: first(torch)("soft")("max")(x, dim=dim)


# %% tensor_method: the method of the class
import torch


def softmax(x, dim):
    return torch.Tensor.softmax(x, dim)


# %% module: torch.nn.Softmax
import torch


def softmax(x, dim):
    return torch.nn.Softmax(dim)(x)


# %% softmin: torch.nn.Softmin of the negative numbers
from torch import nn


def softmax(x, dim):
    return nn.Softmin(dim=dim)(-x)


# %% special: torch.special, by a computed name
import torch


def softmax(x, dim):
    return getattr(torch.special, "log_soft" + "max")(x, dim).exp()


# %% aten_packet: the operator by its name
import torch


def softmax(x, dim):
    return torch.ops.aten.softmax(x, dim)


# %% aten_overload: one overload of an inner operator
import torch


def softmax(x, dim):
    return getattr(torch.ops.aten, "_soft" + "max").default(x, dim, False)


# %% attention: scaled_dot_product_attention with the identity as values
import torch


def softmax(x, dim):
    moved = x.movedim(dim, -1)
    n = moved.shape[-1]
    eye = torch.eye(n, dtype=x.dtype, device=x.device)
    attend = getattr(torch.nn.functional, "scaled_dot_" + "product_attention")
    rows = moved.reshape(1, -1, n)
    return attend(rows, eye[None], eye[None], scale=1.0).reshape(moved.shape).movedim(-1, dim)


# %% pickle: a reference by name, out of bytes
import pickle

found = pickle.loads(b"ctorch\nsoft" + b"max\n.")


def softmax(x, dim):
    return found(x, dim)


# %% shadowed_import: a function of that name comes first, and the import after it
def torch():
    return None


import torch


def softmax(x, dim):
    return torch.softmax(x, dim)
