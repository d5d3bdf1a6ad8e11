"""Backpropagation through a whole network: two linear layers with a ReLU between.

    z = x weight1^T + bias1                (N, hidden)
    h = relu(z), max(z, 0) entry by entry
    y = h weight2^T + bias2                (N, out)

Go forward first, and keep what you will need. Then go back, layer by layer, from G = d loss / d y:

    through the second layer     weight2 and bias2 get theirs, and h gets grad_h
    through the ReLU             grad_z is grad_h where z > 0, and 0 where z < 0
    through the first layer      weight1 and bias1 get theirs, and x gets grad_x

Each linear layer does what you wrote in `linear_backward`, with G what comes from above and u what went in:
grad_u = G weight, grad_weight = G^T u, grad_bias = the sum of G over its rows.
"""

import torch

Gradients = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


def mlp_backward(
    x: torch.Tensor,
    weight1: torch.Tensor,
    bias1: torch.Tensor,
    weight2: torch.Tensor,
    bias2: torch.Tensor,
    grad_out: torch.Tensor,
) -> Gradients:
    """Return the gradients that y = relu(x @ weight1.T + bias1) @ weight2.T + bias2 hands back.

    Args:
        x: shape (N, in), floating point.
        weight1: shape (hidden, in), like x.
        bias1: shape (hidden,), like x.
        weight2: shape (out, hidden), like x.
        bias2: shape (out,), like x.
        grad_out: the gradient of the loss with respect to y, shape (N, out).

    Returns:
        The gradients of x, weight1, bias1, weight2 and bias2, in this order: new tensors, each with the
        shape, dtype and device of its own tensor.

    Example:
        >>> x, weight1, bias1 = torch.tensor([[1.0]]), torch.tensor([[2.0], [-3.0]]), torch.tensor([0.0, 1.0])
        >>> weight2, bias2 = torch.tensor([[10.0, 20.0]]), torch.tensor([0.0])
        >>> found = mlp_backward(x, weight1, bias1, weight2, bias2, grad_out=torch.tensor([[1.0]]))
        >>> [gradient.tolist() for gradient in found]
        [[[20.0]], [[10.0], [0.0]], [10.0, 0.0], [[2.0, 0.0]], [1.0]]

    Allowed: @, relu, comparisons, sum and whatever else you like.
    Not allowed: autograd in any form, such as backward, torch.autograd.grad or torch.func.

    Check it with `pytest --exercise mlp_backward`, get a hint with `torchgrade hint mlp_backward`.
    """
    # TODO: your code here
    raise NotImplementedError
