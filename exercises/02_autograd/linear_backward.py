"""Backward through a linear layer: from the gradient at its output to those of everything that went in.

    y = x weight^T + bias              x: (N, in), weight: (out, in), bias: (out,), y: (N, out)

    grad_x      = G weight             (N, in)
    grad_weight = G^T x                (out, in)
    grad_bias   = sum over the N rows of G

where G = grad_out, the gradient of the loss with respect to y, has the shape of y. Each gradient has the
shape of its tensor, which tells where a transpose belongs. The bias is added to every row, so it collects
from every row.
"""

import torch


def linear_backward(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, grad_out: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor | None]:
    """Return the gradients that y = torch.nn.functional.linear(x, weight, bias) hands back.

    Args:
        x: shape (..., in), floating point, with any number of dimensions before the last one, or none; like
            grad_out it need not be contiguous in memory.
        weight: shape (out, in), like x.
        bias: shape (out,), like x; None means that there is no bias.
        grad_out: the gradient of the loss with respect to y, shape (..., out).

    Returns:
        The gradients of x, weight and bias in this order: new tensors, each with the shape, dtype and
        device of its own tensor. The one of a bias that is None is None.

    Example:
        >>> x, weight = torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[10.0, 20.0]])
        >>> linear_backward(x, weight, torch.tensor([0.0]), grad_out=torch.tensor([[1.0], [2.0]]))
        (tensor([[10., 20.],
                [20., 40.]]), tensor([[ 7., 10.]]), tensor([3.]))

    Allowed: @, sum, reshape and whatever else you like.
    Not allowed: autograd in any form, such as backward, torch.autograd.grad or torch.func.

    Check it with `pytest --exercise linear_backward`, get a hint with `torchgrade hint linear_backward`.
    """
    # TODO: your code here
    raise NotImplementedError
