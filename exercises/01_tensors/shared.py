"""NumPy arrays and tensors: one memory with two names, or two memories.

    shared:   the tensor looks at the array's own memory: what is written into one shows in the other
    copied:   the tensor has its own memory: what is written into one stays there

Sharing costs nothing, however large the array. Copying takes time and memory, and keeps surprises away.
"""

import numpy
import torch


def shared(array: numpy.ndarray) -> torch.Tensor:
    """Return a tensor that shares its memory with array.

    Args:
        array: numbers of any shape, on the CPU; it need not be contiguous.

    Returns:
        A tensor with array's shape and its dtype (a NumPy float64 stays float64).

    Example:
        >>> array = numpy.array([1.0, 2.0, 3.0])
        >>> tensor = shared(array)
        >>> array[0] = 10.0
        >>> tensor
        tensor([10.,  2.,  3.], dtype=torch.float64)

    Allowed: everything in torch and NumPy.
    Not allowed: a copy.

    Check it with `pytest --exercise shared`, get a hint with `torchgrade hint shared`.
    """
    # TODO: your code here
    raise NotImplementedError


def copied(array: numpy.ndarray) -> torch.Tensor:
    """Return a tensor with the numbers of array, but with a memory of its own.

    Args:
        array: numbers of any shape, on the CPU; it need not be contiguous.

    Returns:
        A tensor with array's shape and its dtype (a NumPy float64 stays float64).

    Example:
        >>> array = numpy.array([1.0, 2.0, 3.0])
        >>> tensor = copied(array)
        >>> array[0] = 10.0
        >>> tensor
        tensor([1., 2., 3.], dtype=torch.float64)
    """
    # TODO: your code here
    raise NotImplementedError
