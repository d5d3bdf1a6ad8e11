"""Flatten as a module: images become rows of numbers, so that a linear layer can read them.

    (N, C, H, W)  becomes  (N, C*H*W)

The dimensions from start_dim to end_dim, both included, melt into a single one; the numbers keep their order. The
first dimension counts the images of a batch, so by default it stays: start_dim is 1 and end_dim is -1, the last one.
"""

import torch


class Flatten(torch.nn.Module):
    """A layer without parameters that flattens neighbouring dimensions, as torch.nn.Flatten.

    Example:
        >>> Flatten()(torch.zeros(2, 3, 4, 5)).shape
        torch.Size([2, 60])
        >>> Flatten(0, 1)(torch.zeros(2, 3, 4, 5)).shape
        torch.Size([6, 4, 5])

    Allowed: reshape, view and whatever else you like.
    Not allowed: torch.flatten (also as a method of a tensor) and torch.nn.Flatten.

    Check it with `pytest --exercise flatten_module`, get a hint with `torchgrade hint flatten_module`.
    """

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        """Remember the two dimensions; negative ones count from the end, once an input is there."""
        # TODO: your code here
        raise NotImplementedError

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """Flatten an input of any dtype with at least one dimension, memory shared or not.

        Raises:
            RuntimeError: start_dim lies behind end_dim.
        """
        # TODO: your code here
        raise NotImplementedError
