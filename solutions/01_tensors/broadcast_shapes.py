"""The shape that two tensors have together when torch adds or multiplies them: broadcasting.

Write the shapes below each other, the last sizes in line. Where one shape is shorter, think of 1s in front:

    a       3  1  5
    b          4  5        equal sizes fit, and a 1 fits every size: it is stretched
    result  3  4  5        two other sizes do not fit together
"""

import torch


def broadcast_shapes(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape to which tensors of the shapes a and b are broadcast together.

    Args:
        a: a shape; () is that of a single number. Sizes may be 0, too.
        b: another shape.

    Returns:
        A tuple of ints, such as torch.Size.

    Raises:
        RuntimeError: the shapes do not fit together, as torch says it too.

    Example:
        >>> tuple(broadcast_shapes((3, 1, 5), (4, 5)))
        (3, 4, 5)

    Allowed: Python's own means, and torch.Size.
    Not allowed: torch.broadcast_shapes, tensors of these shapes that torch then broadcasts, and NumPy.

    Check it with `pytest --exercise broadcast_shapes`, get a hint with `torchgrade hint broadcast_shapes`.
    """
    ### BEGIN SOLUTION
    dims = max(len(a), len(b))
    a, b = (1,) * (dims - len(a)) + a, (1,) * (dims - len(b)) + b
    shape = []
    for one, other in zip(a, b, strict=True):
        if one != other and 1 not in (one, other):
            raise RuntimeError(f"the shapes {a} and {b} do not fit together: {one} and {other} differ")
        shape.append(other if one == 1 else one)
    return torch.Size(shape)
    ### END SOLUTION
