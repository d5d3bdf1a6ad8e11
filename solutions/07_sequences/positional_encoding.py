"""Positional encoding: attention sees a set, not a sequence, so each position is given a pattern of its own.

For position p = 0, 1, ... and i = 0, 1, ..., d_model / 2 - 1:

    PE[p, 2 i]     = sin(p / 10000^(2 i / d_model))
    PE[p, 2 i + 1] = cos(p / 10000^(2 i / d_model))

Columns come in pairs that share a speed. The first pair turns fast, like the second hand of a clock, the
last one hardly moves; together they tell the time. The pattern is added to the embeddings of the words.
"""

import torch


def positional_encoding(length: int, d_model: int) -> torch.Tensor:
    """Return the patterns of the first positions.

    Args:
        length: how many positions, 1 or more.
        d_model: how many numbers each pattern has; even.

    Returns:
        Shape (length, d_model), float32, with sines in the even columns and cosines in the odd ones.

    Raises:
        ValueError: d_model is odd.

    Example:
        >>> positional_encoding(3, 4)
        tensor([[ 0.0000,  1.0000,  0.0000,  1.0000],
                [ 0.8415,  0.5403,  0.0100,  0.9999],
                [ 0.9093, -0.4161,  0.0200,  0.9998]])

    Allowed: all of torch.

    Check it with `pytest --exercise positional_encoding`, get a hint with `torchgrade hint positional_encoding`.
    """
    ### BEGIN SOLUTION
    if d_model % 2 != 0:
        raise ValueError(f"d_model is {d_model}; sines and cosines come in pairs, so it must be even")
    positions = torch.arange(length, dtype=torch.float32).unsqueeze(1)
    speeds = 10000.0 ** (-torch.arange(0, d_model, 2, dtype=torch.float32) / d_model)
    angles = positions * speeds
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)
    ### END SOLUTION
