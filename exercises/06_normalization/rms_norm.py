"""RMS normalization: layer normalization without the mean, as large language models use it.

    y = input / sqrt(mean(input * input) + eps) * weight

The mean of the squares is taken over the last dimensions, those that normalized_shape names. Its root is
called the root mean square (RMS): afterwards every sample has an RMS of 1. There is no bias.
"""

from collections.abc import Sequence

import torch


def rms_norm(
    input: torch.Tensor,
    normalized_shape: Sequence[int],
    weight: torch.Tensor | None = None,
    eps: float | None = None,
) -> torch.Tensor:
    """Divide every sample by its root mean square.

    Args:
        input: floating-point numbers, whose shape ends with normalized_shape.
        normalized_shape: the sizes of the dimensions to normalize over, a list or a tuple, such as [4] or (3, 4).
        weight: a factor for each number of a sample, of shape normalized_shape, or None for 1.
        eps: keeps the square root away from 0; None means torch.finfo(dtype of input).eps.

    Returns:
        A new tensor with the shape, dtype and device of input. Gradients reach input (through the root mean
        square too) and weight.

    Raises:
        RuntimeError: when the shape of input does not end with normalized_shape.

    Example:
        >>> rms_norm(torch.tensor([[1.0, 7.0], [30.0, 40.0]]), [2])
        tensor([[0.2000, 1.4000],
                [0.8485, 1.1314]])

    Allowed: mean, sum, sqrt, torch.finfo and whatever else you like.
    Not allowed: any ready-made normalization of torch.

    Check it with `pytest --exercise rms_norm`, get a hint with `torchgrade hint rms_norm`.
    """
    # TODO: your code here
    raise NotImplementedError
