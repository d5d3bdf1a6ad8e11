# ruff: noqa
"""Honest ways to softmax, one a cell."""


# %% exp_over_sum: the textbook, written with methods
def softmax(x, dim):
    e = (x - x.amax(dim, keepdim=True)).exp()
    return e / e.sum(dim, keepdim=True)


# %% einsum: the sum of every row as a product with ones
import torch


def softmax(x, dim):
    moved = x.movedim(dim, -1)
    e = torch.exp(moved - moved.max(-1, keepdim=True).values)
    total = torch.einsum("...i,i->...", e, torch.ones_like(e[(0,) * (e.dim() - 1)]))
    return (e / total.unsqueeze(-1)).movedim(-1, dim)


# %% cumsum: the sum of every row as the last of its running sums
import torch


def softmax(x, dim):
    e = torch.exp(x - x.amax(dim, True))
    return e / torch.cumsum(e, dim).select(dim, -1).unsqueeze(dim)


# %% matmul: a product with a square of ones writes the sum of a row into each of its places
import torch


def softmax(x, dim):
    e = torch.exp(x - torch.amax(x, dim, keepdim=True)).transpose(dim, -1)
    n = e.shape[-1]
    return (e / torch.matmul(e, e.new_ones(n, n))).transpose(dim, -1)


# %% gather: finds the largest number by argmax and gather
import torch


def softmax(x, dim):
    largest = torch.gather(x, dim, x.argmax(dim, keepdim=True))
    e = torch.exp(x - largest)
    return torch.div(e, torch.sum(e, dim, keepdim=True))


# %% shadowing: functions, variables and parameters that are called softmax
import torch


def helper(softmax):
    log_softmax = softmax.exp()
    return log_softmax


def softmax(x, dim):
    softmax = helper(x - x.amax(dim, keepdim=True))
    softmax = softmax / softmax.sum(dim, keepdim=True)
    return softmax


# %% docstring: text that talks about torch.softmax, getattr(torch, "softmax") and sys.modules
import torch


def softmax(x, dim):
    """Do what torch.softmax and torch.nn.functional.softmax do.

    >>> torch.allclose(softmax(x, 0), torch.softmax(x, 0))
    True
    """
    # Not allowed: torch.softmax(x, dim), getattr(torch, "softmax"), sys.modules["torch"]
    hint = "torch.softmax would do it"
    e = torch.exp(x - x.amax(dim, keepdim=True))
    return e / e.sum(dim, keepdim=hint != "")


# %% main_block: compares itself with torch when it is run as a program
import torch


def softmax(x, dim):
    e = torch.exp(x - x.amax(dim, keepdim=True))
    return e / e.sum(dim, keepdim=True)


if __name__ == "__main__":
    x = torch.randn(3, 4)
    print(torch.allclose(softmax(x, 1), torch.softmax(x, 1)), x.softmax(0), torch.nn.Softmax(1)(x))


# %% unused_helper: a comparison with torch that nothing calls, threads and all
import threading

import torch
import torch.nn.functional as F


def compare(x):
    threading.Thread(target=F.softmax, args=(x, 1)).start()
    return torch.allclose(softmax(x, 1), F.softmax(x, 1))


def softmax(x, dim):
    e = torch.exp(x - x.amax(dim, keepdim=True))
    return e / e.sum(dim, keepdim=True)


# %% sibling: the work is in a module of the learner's own, called softmax_tools
from softmax_tools import shares


def softmax(x, dim):
    return shares(x, dim)


# %% + softmax_tools.py
import torch


def shares(x, dim):
    e = torch.exp(x - x.amax(dim, keepdim=True))
    return e / e.sum(dim, keepdim=True)


# %% own_function: a custom autograd function with the gradient worked out on paper
import torch


class Softmax(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, dim):
        e = torch.exp(x - x.amax(dim, keepdim=True))
        y = e / e.sum(dim, keepdim=True)
        ctx.save_for_backward(y)
        ctx.dim = dim
        return y

    @staticmethod
    def backward(ctx, g):
        (y,) = ctx.saved_tensors
        return y * (g - (g * y).sum(ctx.dim, keepdim=True)), None


def softmax(x, dim):
    return Softmax.apply(x, dim)


# %% module_object: an object of a torch.nn.Module of the learner's own
import torch


class Shares(torch.nn.Module):
    def forward(self, x, dim):
        e = torch.exp(x - x.amax(dim, keepdim=True))
        return e / e.sum(dim, keepdim=True)


softmax = Shares()


# %% vmap: one row at a time, over all rows with vmap
import torch


def row(x):
    e = torch.exp(x - x.amax())
    return e / e.sum()


def softmax(x, dim):
    moved = x.movedim(dim, -1)
    rows = torch.vmap(row)(moved.reshape(-1, moved.shape[-1]))
    return rows.reshape(moved.shape).movedim(-1, dim)


# %% scatter_add: adds every entry to the total of its row
import torch


def softmax(x, dim):
    e = torch.exp(x - x.amax(dim, keepdim=True)).movedim(dim, -1)
    flat = e.reshape(-1, e.shape[-1])
    where = torch.arange(flat.shape[0], device=x.device).repeat_interleave(flat.shape[1])
    totals = flat.new_zeros(flat.shape[0]).scatter_add(0, where, flat.reshape(-1))
    return (flat / totals[:, None]).reshape(e.shape).movedim(-1, dim)


# %% eval_mode: variables called eval and compile, an import by name, and a module's eval()
import re
from re import compile

import torch


class Shares(torch.nn.Module):
    def forward(self, x, dim):
        e = torch.exp(x - x.amax(dim, keepdim=True))
        return e / e.sum(dim, keepdim=True)


def softmax(x, dim):
    eval = Shares().eval()
    compile("[a-z]"), re.compile("[a-z]"), __import__("math").pi
    return eval(x, dim)
