"""Add twice: once into the tensor itself, once into a new one.

`x = x + other` makes a new tensor and gives it the old name; whoever else holds x sees no change.
`x += other` and `x.add_(other)` change the numbers where they lie, so all who hold x see it, and so do all
views of it.

    in place:  x_i <- x_i + other_i                 the same object, with other numbers in it
    new:       y_i  = x_i + other_i                 x as it was

A method of torch whose name ends in `_` works in place.
"""

import torch


def add_in_place(x: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    """Add other to x, in x itself, and return x: the very same object.

    Args:
        x: the tensor to change; it keeps its shape, its dtype and its memory.
        other: what to add, of x's shape or of one that broadcasts to it.

    Raises:
        RuntimeError: the sum has no place in x: it is larger, or it has a point and x is of whole numbers.

    Example:
        >>> x = torch.tensor([1.0, 2.0])
        >>> y = add_in_place(x, torch.tensor([10.0, 20.0]))
        >>> y is x, x
        (True, tensor([11., 22.]))

    Allowed: everything.

    Check it with `pytest --exercise add_in_place`, get a hint with `torchgrade hint add_in_place`.
    """
    # TODO: your code here
    raise NotImplementedError


def add(x: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    """Return x + other as a new tensor, and leave x and other as they are.

    Args:
        x: a tensor.
        other: what to add; the two may be of any shapes and dtypes that torch can add.

    Example:
        >>> x = torch.tensor([1, 2])
        >>> add(x, torch.tensor([[0.5], [1.5]])), x
        (tensor([[1.5000, 2.5000],
                [2.5000, 3.5000]]), tensor([1, 2]))
    """
    # TODO: your code here
    raise NotImplementedError
