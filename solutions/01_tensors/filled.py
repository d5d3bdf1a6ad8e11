"""Make a tensor out of bare memory: take the room first, then write a value into every place of it.

`torch.empty(shape, dtype=dtype)` only takes memory. Its numbers are whatever lay there before: never use
them. A method whose name ends in `_`, such as `add_`, changes its tensor in place, so it can write into
that memory:

    t_i = value    for every index i

torch.zeros, torch.ones and torch.full do the same inside.
"""

import torch


def filled(shape: tuple[int, ...], value: float, dtype: torch.dtype) -> torch.Tensor:
    """Return a new tensor of this shape and dtype that holds `value` everywhere.

    Args:
        shape: one size for each dimension; () asks for a single number.
        value: what to write. An integer dtype keeps what is before the point; torch.bool makes all but 0
            True.
        dtype: the type of the numbers, such as torch.float32 or torch.int64.

    Returns:
        A tensor in which every number has a place of its own: writing to one place changes no other.

    Example:
        >>> filled((2, 3), 1.5, torch.float64)
        tensor([[1.5000, 1.5000, 1.5000],
                [1.5000, 1.5000, 1.5000]], dtype=torch.float64)

    Allowed: torch.empty, and everything that writes into a tensor in place.
    Not allowed: what is filled already: torch.full, ones and zeros, and their relatives (full_like, ...), and
        NumPy.

    Check it with `pytest --exercise filled`, get a hint with `torchgrade hint filled`.
    """
    ### BEGIN SOLUTION
    tensor = torch.empty(shape, dtype=dtype)
    tensor.fill_(value)
    return tensor
    ### END SOLUTION
