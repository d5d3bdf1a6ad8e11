"""Take dimensions of size 1 out of a shape, and put one in: by new shapes alone.

    squeeze:    (3, 1, 4)  ->  (3, 4)
    unsqueeze:  (3, 4)     ->  (3, 1, 4)   with dim=1, the place of the new dimension in the result

The numbers stay where they are in memory. Only their shape is read in another way, so the result is a
*view* of input: it shows input's own numbers, and `input.view(new_shape)` or `input.reshape(new_shape)` is all
it takes.
"""

import torch


def squeeze(input: torch.Tensor, dim: int | None = None) -> torch.Tensor:
    """Return a view of input without its dimensions of size 1, or without dimension dim, if that has size 1.

    Args:
        input: a tensor of at least one dimension.
        dim: the only dimension to take out; of another size than 1 it stays. None takes out all of size 1.

    Raises:
        IndexError: input has no dimension dim; the last one is -1 or input.dim() - 1.

    Example:
        >>> squeeze(torch.zeros(3, 1, 4, 1)).shape
        torch.Size([3, 4])
        >>> squeeze(torch.zeros(3, 1, 4, 1), dim=1).shape
        torch.Size([3, 4, 1])

    Allowed: view, reshape, input.shape and Python's lists.
    Not allowed: the squeeze and unsqueeze of torch (squeeze_copy, ...), and NumPy.

    Check it with `pytest --exercise squeeze`, get a hint with `torchgrade hint squeeze`.
    """
    # TODO: your code here
    raise NotImplementedError


def unsqueeze(input: torch.Tensor, dim: int) -> torch.Tensor:
    """Return a view of input with one dimension of size 1 more.

    Args:
        input: a tensor of any shape.
        dim: where the new dimension stands in the result; -1 makes it the last one.

    Raises:
        IndexError: the result, which has input.dim() + 1 dimensions, has no dimension dim.

    Example:
        >>> unsqueeze(torch.zeros(3, 4), 0).shape
        torch.Size([1, 3, 4])
        >>> unsqueeze(torch.zeros(3, 4), -1).shape
        torch.Size([3, 4, 1])
    """
    # TODO: your code here
    raise NotImplementedError
