# ruff: noqa
"""Disguises of torch.softmax, one a cell: through what traces, compiles, transforms or takes code apart."""

# %% refs: torch's reference implementations
import torch


def softmax(x, dim):
    return torch._refs.softmax(x, dim)


# %% decompositions: the table of decompositions
import torch
from torch._decomp import decomposition_table


def softmax(x, dim):
    return decomposition_table[torch.ops.aten._softmax.default](x, dim, False)


# %% script: compiled by torch.jit
import torch


@torch.jit.script
def inner(x: torch.Tensor, dim: int):
    return torch.softmax(x, dim)


def softmax(x, dim):
    return inner(x, dim)


# %% compile: through torch.compile, whose frames are rewritten
import torch


@torch.compile(backend="eager")
def softmax(x, dim):
    return getattr(torch, "soft" + "max")(x, dim)


# %% fx: a graph of one node
import torch
import torch.fx

graph = torch.fx.Graph()
nodes = [graph.placeholder("x"), graph.placeholder("dim")]
graph.output(graph.call_function(getattr(torch, "soft" + "max"), tuple(nodes)))
softmax = torch.fx.GraphModule(torch.nn.Module(), graph)


# %% vmap: row by row inside vmap
import torch


def softmax(x, dim):
    moved = x.movedim(dim, -1)
    rows = torch.vmap(getattr(torch, "soft" + "max"), in_dims=(0, None))(moved.reshape(-1, moved.shape[-1]), 0)
    return rows.reshape(moved.shape).movedim(-1, dim)


# %% functional_call: torch.func.functional_call of a module that is looked up
import torch


def softmax(x, dim):
    layer = getattr(torch.nn, "Soft" + "max")(dim)
    return torch.func.functional_call(layer, {}, (x,))
