"""Group normalization: share the channels of each sample out among groups, and normalize group by group.

    y = (input - mean) / sqrt(var + eps) * weight + bias      one mean and one var for each group of a sample

With C channels and G groups, channels 0 to C/G - 1 are the first group, the next C/G the second, and so on.
A group takes in all pixels of its channels; var divides by n, the number of values in a group.
"""

import torch


def group_norm(
    input: torch.Tensor,
    num_groups: int,
    weight: torch.Tensor | None = None,
    bias: torch.Tensor | None = None,
    eps: float = 1e-5,
) -> torch.Tensor:
    """Normalize every sample over groups of neighbouring channels.

    Args:
        input: shape (N, C) or (N, C, ...) with any dimensions behind the channels; may lie far away from 0.
        num_groups: the number of groups G, which divides C.
        weight: a factor for each channel (not for each group), shape (C,), or None for 1.
        bias: a summand for each channel, shape (C,), or None for 0.
        eps: keeps the square root away from 0.

    Returns:
        A new tensor with the shape, dtype and device of input. Gradients reach input (through mean and var
        too), weight and bias.

    Raises:
        RuntimeError: when num_groups does not divide C.

    Example:
        >>> group_norm(torch.tensor([[1.0, 3.0, 10.0, 30.0]]), num_groups=2)
        tensor([[-1.0000,  1.0000, -1.0000,  1.0000]])

    Allowed: reshape, mean, var, sum, sqrt and whatever else you like.
    Not allowed: any ready-made normalization of torch.

    Check it with `pytest --exercise group_norm`, get a hint with `torchgrade hint group_norm`.
    """
    # TODO: your code here
    raise NotImplementedError
