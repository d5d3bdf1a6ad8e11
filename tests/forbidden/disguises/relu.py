# ruff: noqa
"""Disguises of torch.relu, one a cell."""

# %% in_place: the variant that writes into its argument
import torch


def relu(x):
    return getattr(torch, "re" + "lu_")(x.clone())


# %% module: torch.nn.ReLU
import torch


def relu(x):
    return torch.nn.ReLU()(x)


# %% threshold: another activation with the same values
import torch


def relu(x):
    return getattr(torch.nn.functional, "thres" + "hold")(x, 0.0, 0.0)


# %% leaky: a leaky one that does not leak
import torch.nn.functional as F


def relu(x):
    return F.leaky_relu(x, 0.0)


# %% hardtanh: clipping at infinity
import torch


def relu(x):
    return getattr(torch.nn, "Hard" + "tanh")(0.0, float("inf"))(x)


# %% borrowed: torch's own function under the learner's name
from torch import relu


# %% map: called by map
import torch


def relu(x):
    return next(map(vars(torch)["re" + "lu"], [x]))


# %% reduce: called by functools.reduce
import functools


def relu(x):
    return functools.reduce(lambda value, name: getattr(value, name)(), ["re" + "lu"], x)


# %% default_argument: kept as the default of a parameter
import torch


def relu(x, inner=getattr(torch, "re" + "lu")):
    return inner(x)


# %% class_new: a class that makes no object of itself
import torch


class relu:
    def __new__(cls, x):
        return getattr(x, "re" + "lu")()
