# ruff: noqa
"""Disguises of autograd in linear_backward, one a cell."""

# %% node: the node of the graph, called by hand with the gradient from above
import torch


def linear_backward(x, weight, bias, grad_out):
    rows, above = x.reshape(-1, weight.shape[1]), grad_out.reshape(-1, weight.shape[0])
    leaves = [one.detach().clone().requires_grad_() for one in (rows, weight)]
    grad_x, grad_weight = (leaves[0] @ leaves[1].T).grad_fn(above)
    grad_bias = None if bias is None else above.sum(0)
    return grad_x.reshape(x.shape), grad_weight.T.contiguous(), grad_bias


# %% engine: autograd's engine, started where no function of torch.autograd is called
import torch

ENGINE = torch.autograd.Variable._execution_engine


def linear_backward(x, weight, bias, grad_out):
    leaves = [None if one is None else one.detach().clone().requires_grad_() for one in (x, weight, bias)]
    y = torch.nn.functional.linear(*leaves)
    asked = tuple(one for one in leaves if one is not None)
    found = ENGINE.run_backward((y,), (grad_out,), False, False, asked, False, False)
    return (*found, None) if bias is None else tuple(found)
