# ruff: noqa
"""Disguises of torch.nn.functional.linear, one a cell."""

# %% module: torch.nn.Linear with its parameters replaced
import torch


def linear(x, weight, bias=None):
    layer = torch.nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None)
    values = {"weight": weight} if bias is None else {"weight": weight, "bias": bias}
    return torch.func.functional_call(layer, values, (x,))


# %% c_module: out of torch._C._nn, as torch itself takes it
import torch


def linear(x, weight, bias=None):
    return torch._C._nn.linear(x, weight, bias)


# %% c_module_by_text: the same, computed
import torch


def linear(x, weight, bias=None):
    return getattr(getattr(getattr(torch, "_" + "C"), "_nn"), "lin" + "ear")(x, weight, bias)


# %% aten_packet: the operator by a computed name
import torch


def linear(x, weight, bias=None):
    return getattr(torch.ops.aten, "lin" + "ear")(x, weight, bias)


# %% mkldnn: the same operation of another library, and the gradient on paper
import torch


class Own(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight, bias):
        ctx.save_for_backward(x, weight)
        return getattr(torch.ops.mkldnn, "_linear_" + "pointwise")(x, weight, bias, "none", [], "")

    @staticmethod
    def backward(ctx, g):
        x, weight = ctx.saved_tensors
        rows = g.reshape(-1, g.shape[-1])
        return g @ weight, rows.T @ x.reshape(-1, x.shape[-1]), rows.sum(0)


def linear(x, weight, bias=None):
    return Own.apply(x.contiguous(), weight.contiguous(), bias)


# %% partial: bound to its weight
import functools

import torch.nn.functional as F


def linear(x, weight, bias=None):
    return functools.partial(F.linear, weight=weight, bias=bias)(x)


# %% starmap: called by itertools
import itertools

import torch


def linear(x, weight, bias=None):
    inner = getattr(torch.nn.functional, "lin" + "ear")
    return next(itertools.starmap(inner, [(x, weight, bias)]))


# %% sequential: inside a module of modules, with the parameters put in by hand
import torch


def linear(x, weight, bias=None):
    kind = getattr(torch.nn, "Line" + "ar")
    layer = kind(weight.shape[1], weight.shape[0], bias=False, dtype=x.dtype, device=x.device)
    del layer.weight
    layer.weight = weight
    y = torch.nn.Sequential(layer)(x)
    return y if bias is None else y + bias


# %% sibling: in a module of the learner's own
from layers import forward


def linear(x, weight, bias=None):
    return forward(x, weight, bias)


# %% + layers.py
import torch.nn.functional as F


def forward(x, weight, bias):
    return F.linear(x, weight, bias)
