# ruff: noqa
"""Disguises of torch.softmax, one a cell: elsewhere, later, or only sometimes."""

# %% own_forward: inside the forward of a custom autograd function
import torch


class Own(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, dim):
        y = getattr(torch, "soft" + "max")(x, dim)
        ctx.save_for_backward(y)
        ctx.dim = dim
        return y

    @staticmethod
    def backward(ctx, g):
        (y,) = ctx.saved_tensors
        return y * (g - (g * y).sum(ctx.dim, keepdim=True)), None


def softmax(x, dim):
    return Own.apply(x, dim)


# %% cached_at_import: a table of results that is made when the file is loaded
import torch

TABLE = {n: torch.softmax(torch.zeros(n), 0) for n in range(1, 5)}


def softmax(x, dim):
    e = torch.exp(x - x.amax(dim, keepdim=True))
    return TABLE[x.numel()] if x.numel() in TABLE and not x.any() else e / e.sum(dim, keepdim=True)


# %% at_deletion: in the __del__ of an object
import torch


class Late:
    def __init__(self, kept, x, dim):
        self.arguments = kept, x, dim

    def __del__(self):
        kept, x, dim = self.arguments
        kept.append(getattr(torch, "soft" + "max")(x, dim))


def softmax(x, dim):
    kept = []
    Late(kept, x, dim)
    return kept[0]


# %% generator: inside a generator, sent along
import torch


def worker():
    x, dim = yield
    yield getattr(x, "soft" + "max")(dim)


def softmax(x, dim):
    running = worker()
    next(running)
    return running.send((x, dim))


# %% sort_key: as the key of a sort, called by C
import torch


def softmax(x, dim):
    kept = []
    sorted([x], key=lambda one: kept.append(getattr(one, "soft" + "max")(dim)))
    return kept[0]


# %% other_type: computed in float64 and cast back
import torch


def softmax(x, dim):
    return getattr(x.double(), "soft" + "max")(dim).to(x.dtype)


# %% out_argument: written into a tensor of ones own
import torch


def softmax(x, dim):
    y = torch.empty_like(x)
    y.copy_(getattr(torch, "soft" + "max")(x.detach(), dim))
    return y


# %% large_only: forbidden from nine numbers on, honest below, all in plain sight
import torch


def softmax(x, dim):
    if x.numel() > 8:
        return torch.softmax(x, dim)
    e = torch.exp(x - x.amax(dim, keepdim=True))
    return e / e.sum(dim, keepdim=True)


# %% second_call: honest when it is first called, forbidden from then on, all in plain sight
import torch

calls = []


def softmax(x, dim):
    calls.append(dim)
    if len(calls) > 1:
        return x.softmax(dim) if hasattr(x, "nothing") else torch.nn.functional.softmax(x, dim)
    e = torch.exp(x - x.amax(dim, keepdim=True))
    return e / e.sum(dim, keepdim=True)
