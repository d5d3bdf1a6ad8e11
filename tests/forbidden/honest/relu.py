# ruff: noqa
"""Honest ways to relu, one a cell."""


# %% clamp: the shortest one
def relu(x):
    return x.clamp(min=0)


# %% maximum: the larger of the number and 0
import torch


def relu(x):
    return torch.maximum(x, x.new_zeros(()))


# %% where: chooses by a mask, and lets a NaN through
import torch


def relu(x):
    return torch.where(x <= 0, torch.zeros_like(x), x)


# %% index_put: writes zeros into a copy
def relu(x):
    y = x.clone()
    y[x < 0] = 0
    return y


# %% masked_fill: the same without indices
def relu(x):
    return x.masked_fill(x < 0, 0.0)


# %% stacked: the largest of two stacked tensors
import torch


def relu(x):
    return torch.stack([x, torch.zeros_like(x)]).max(0).values


# %% clip: clamp by its other name
def relu(x):
    return x.clip(0)


# %% own_function: a custom autograd function that keeps a mask
import torch


class Bend(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x > 0)
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, g):
        (mask,) = ctx.saved_tensors
        return g * mask


relu = Bend.apply


# %% partial: a partial of the learner's own function
import functools

import torch


def at_least(lowest, x):
    return torch.clamp(x, min=lowest)


relu = functools.partial(at_least, 0)


# %% getattr: looks an honest function up by a computed name
import torch


def relu(x, name="max"):
    return getattr(torch, name + "imum")(x, torch.zeros_like(x))
