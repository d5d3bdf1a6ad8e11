"""The linear layer: every output is a weighted sum of all inputs, plus a bias.

    y = x W^T + b        that is        y_o = sum_i x_i * W_oi + b_o

Row o of W holds the weights of output o. Torch stores W in this way, so the formula transposes it.
"""

import torch


def linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None = None) -> torch.Tensor:
    """Apply a linear layer to the last dimension of x.

    Args:
        x: shape (..., in_features); in front there may be any number of dimensions, or none.
        weight: shape (out_features, in_features).
        bias: shape (out_features,), or None for a layer without bias.

    Returns:
        A new tensor of shape (..., out_features), with the dtype and device of x. Gradients reach all inputs.

    Example:
        >>> linear(torch.tensor([1.0, 2.0]), torch.tensor([[3.0, 4.0], [0.0, 1.0], [1.0, 0.0]]))
        tensor([11.,  2.,  1.])

    Allowed: @, matmul, einsum, addmm and whatever else you like.
    Not allowed: torch.nn.functional.linear and torch.nn.Linear.

    Check it with `pytest --exercise linear`, get a hint with `torchgrade hint linear`.
    """
    result = x @ weight.T
    return result if bias is None else result + bias
