"""Layer normalization: give every sample mean 0 and variance 1, whatever else is in the batch.

    y = (input - mean) / sqrt(var + eps) * weight + bias

mean and var are taken over the last dimensions, those that normalized_shape names; var divides by n, the
number of values in them. Nothing is remembered, so that training and evaluating are the same.
"""

from collections.abc import Sequence

import torch


def layer_norm(
    input: torch.Tensor,
    normalized_shape: Sequence[int],
    weight: torch.Tensor | None = None,
    bias: torch.Tensor | None = None,
    eps: float = 1e-5,
) -> torch.Tensor:
    """Normalize every sample over its last dimensions.

    Args:
        input: floating-point numbers, whose shape ends with normalized_shape; they may lie far away from 0.
        normalized_shape: the sizes of the dimensions to normalize over, a list or a tuple, such as [4] or (3, 4).
        weight: a factor for each number of a sample, of shape normalized_shape, or None for 1.
        bias: a summand for each number of a sample, of shape normalized_shape, or None for 0.
        eps: keeps the square root away from 0.

    Returns:
        A new tensor with the shape, dtype and device of input. Gradients reach input (through mean and var
        too), weight and bias.

    Raises:
        RuntimeError: when the shape of input does not end with normalized_shape.

    Example:
        >>> layer_norm(torch.tensor([[1.0, 3.0], [10.0, 30.0]]), [2], weight=torch.tensor([1.0, 5.0]))
        tensor([[-1.0000,  5.0000],
                [-1.0000,  5.0000]])

    Allowed: mean, var, sum, sqrt and whatever else you like.
    Not allowed: any ready-made normalization of torch.

    Check it with `pytest --exercise layer_norm`, get a hint with `torchgrade hint layer_norm`.
    """
    ### BEGIN SOLUTION
    count = len(normalized_shape)
    if tuple(input.shape[-count:]) != tuple(normalized_shape):
        raise RuntimeError(f"an input of shape {tuple(input.shape)} does not end with {tuple(normalized_shape)}")
    dims = tuple(range(-count, 0))  # the last ones
    centred = input - input.mean(dims, keepdim=True)
    var = (centred * centred).mean(dims, keepdim=True)
    y = centred / torch.sqrt(var + eps)
    if weight is not None:
        y = y * weight
    return y if bias is None else y + bias
    ### END SOLUTION
