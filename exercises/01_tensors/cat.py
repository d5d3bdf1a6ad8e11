"""Put tensors together: one behind the other in a dimension that they have, or side by side in a new one.

    cat:    (2, 3) and (4, 3)              ->  (6, 3)      along dim 0: the sizes there are added
    stack:  (2, 3) and (2, 3) and (2, 3)   ->  (3, 2, 3)   along a new dim 0: as many as there are tensors

cat needs the same sizes in all other dimensions, stack the same shape. A DataLoader stacks images to a batch.
"""

from collections.abc import Sequence

import torch


def cat(tensors: Sequence[torch.Tensor], dim: int = 0) -> torch.Tensor:
    """Return the tensors one behind the other along the dimension dim.

    Args:
        tensors: a list or tuple of tensors of one dtype, with at least one dimension each.
        dim: the dimension in which their sizes add up, and may differ; -1 is the last one.

    Returns:
        A new tensor with their dtype and device; gradients reach all of them.

    Raises:
        RuntimeError: they differ in another dimension, or in the number of dimensions.
        IndexError: they have no dimension dim.

    Example:
        >>> cat([torch.tensor([[1, 2]]), torch.tensor([[3, 4], [5, 6]])])
        tensor([[1, 2],
                [3, 4],
                [5, 6]])

    Allowed: torch.empty or new_empty, narrow, copy_, indexing, unsqueeze.
    Not allowed: torch.cat, torch.stack and what is one of them by another name (concat, pad_sequence, ...), and
        NumPy.

    Check it with `pytest --exercise cat`, get a hint with `torchgrade hint cat`.
    """
    # TODO: your code here
    raise NotImplementedError


def stack(tensors: Sequence[torch.Tensor], dim: int = 0) -> torch.Tensor:
    """Return the tensors side by side along a new dimension dim.

    Args:
        tensors: a list or tuple of tensors of one shape and dtype.
        dim: where the new dimension stands in the result; -1 makes it the last one.

    Returns:
        A new tensor with their dtype and device; gradients reach all of them.

    Raises:
        RuntimeError: the tensors differ in shape.
        IndexError: the result has no dimension dim.

    Example:
        >>> stack([torch.tensor([1, 2]), torch.tensor([3, 4])])
        tensor([[1, 2],
                [3, 4]])
        >>> stack([torch.tensor([1, 2]), torch.tensor([3, 4])], dim=1)
        tensor([[1, 3],
                [2, 4]])
    """
    # TODO: your code here
    raise NotImplementedError
