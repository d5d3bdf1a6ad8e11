"""Casting: the same numbers in another dtype, as far as that dtype can hold them.

    float to integer   cuts the fraction off, towards 0:      2.7 -> 2      -2.7 -> -2
    anything to bool   asks whether it is not 0:              0.5 -> True    0.0 -> False
    integer to uint8   keeps the remainder modulo 256:        300 -> 44      -1 -> 255
    to a short float   takes the nearest number it has:       0.1 -> 0.0999755859375 in float16

A cast makes new memory, and what is cut off does not come back.
"""

import torch


def cast(x: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """Return the numbers of x in another dtype.

    Args:
        x: numbers of any shape and dtype.
        dtype: the dtype to give them; it may be the one that they have.

    Returns:
        A new tensor with the shape and device of x: it never shares memory with x, even where x has that
        dtype already. From float to float gradients reach x.

    Example:
        >>> cast(torch.tensor([2.7, -2.7, 0.0]), torch.int64)
        tensor([ 2, -2,  0])
        >>> cast(torch.tensor([2.7, -2.7, 0.0]), torch.bool)
        tensor([ True,  True, False])

    Allowed: everything in torch.
    Not allowed: x itself as the answer, whose memory would be shared.

    Check it with `pytest --exercise cast`, get a hint with `torchgrade hint cast`.
    """
    # TODO: your code here
    raise NotImplementedError
