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
    # TODO: your code here
    raise NotImplementedError
