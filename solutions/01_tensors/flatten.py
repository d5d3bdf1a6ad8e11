"""Melt neighbouring dimensions into one: what stands between the convolutions and the first linear layer.

    (2, 3, 4, 5)  with start_dim=1, end_dim=2  becomes  (2, 3 * 4, 5) = (2, 12, 5)

Both ends belong to what is melted. The numbers keep their order: the last index runs fastest.
"""

import math

import torch


def flatten(x: torch.Tensor, start_dim: int = 0, end_dim: int = -1) -> torch.Tensor:
    """Return x with the dimensions from start_dim to end_dim, both counted in, melted into a single one.

    Args:
        x: a tensor of any shape, sizes of 0 included; a single number, of shape (), gets the shape (1,).
        start_dim: the first of these dimensions; negative ones count from the end.
        end_dim: the last of them; -1 is the last dimension of x.

    Returns:
        A tensor with x's numbers in x's order. It may share x's memory. Gradients reach x.

    Raises:
        IndexError: x has no dimension start_dim or end_dim.
        RuntimeError: start_dim comes after end_dim.

    Example:
        >>> flatten(torch.tensor([[1, 2], [3, 4]]))
        tensor([1, 2, 3, 4])
        >>> flatten(torch.zeros(2, 3, 4, 5), start_dim=1).shape
        torch.Size([2, 60])

    Allowed: reshape, x.shape, and Python's lists.
    Not allowed: the flatten of torch, as a function, method or module.

    Check it with `pytest --exercise flatten`, get a hint with `torchgrade hint flatten`.
    """
    ### BEGIN SOLUTION
    if x.dim() == 0:
        return x.reshape(1)
    dims = range(x.dim())
    start, end = dims[start_dim], dims[end_dim]  # a range refuses what it does not hold, with an IndexError
    if start > end:
        raise RuntimeError(f"start_dim {start_dim} comes after end_dim {end_dim}")
    melted = math.prod(x.shape[start : end + 1])
    return x.reshape(*x.shape[:start], melted, *x.shape[end + 1 :])
    ### END SOLUTION
