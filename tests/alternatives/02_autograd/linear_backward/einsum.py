"""Index by index, with einsum."""

import torch


def linear_backward(x, weight, bias, grad_out):
    grad_x = torch.einsum("...o,oi->...i", grad_out, weight)
    grad_weight = torch.einsum(
        "no,ni->oi",
        grad_out.flatten(0, -2) if grad_out.ndim > 1 else grad_out[None],
        x.flatten(0, -2) if x.ndim > 1 else x[None],
    )
    grad_bias = None
    if bias is not None:
        grad_bias = torch.einsum("...o->o", grad_out)
    return [grad_x, grad_weight, grad_bias]
