"""The inverse of a matrix, by Gauss-Jordan elimination: a @ inverse(a) is the unit matrix.

Write the unit matrix to the right of a. Change the rows of both together until a has become the unit matrix;
what was the unit matrix is then the inverse. For one column after the other:

    1. Pivoting: of the rows not yet used, exchange the one with the largest |number| in this column upwards.
    2. If that number is 0, a has no inverse. A small number is not 0: all numbers of a may be small.
    3. Divide the row by that number, so that a 1 stands on the diagonal.
    4. From every other row, above and below, subtract the multiple that makes a 0 of its number here.

Without step 1 the elimination would divide by 0 or by tiny numbers, and lose all digits.
"""

import torch


def inverse(a: torch.Tensor) -> torch.Tensor:
    """Invert a square matrix.

    Args:
        a: floating point, shape (n, n).

    Returns:
        A new tensor of shape (n, n), with the dtype and device of a. Gradients need not reach a.

    Raises:
        ValueError: when a is singular, which means that it has no inverse.

    Example:
        >>> inverse(torch.tensor([[0.0, 2.0], [1.0, 0.0]]))
        tensor([[0.0000, 1.0000],
                [0.5000, 0.0000]])

    Allowed: loops over rows and columns, indexing, eye, cat and whatever else you like.
    Not allowed: whatever torch has for inverting, solving or decomposing a matrix, and NumPy.

    Check it with `pytest --exercise inverse`, get a hint with `torchgrade hint inverse`.
    """
    ### BEGIN SOLUTION
    n = len(a)
    both = torch.cat([a, torch.eye(n, dtype=a.dtype, device=a.device)], dim=1)
    for column in range(n):
        pivot = column + int(both[column:, column].abs().argmax())
        if both[pivot, column] == 0:
            raise ValueError("the matrix is singular")
        both[[column, pivot]] = both[[pivot, column]]  # the list on the right makes a copy first
        both[column] = both[column] / both[column, column]
        for row in range(n):
            if row != column:
                both[row] = both[row] - both[row, column] * both[column]
    return both[:, n:].clone()
    ### END SOLUTION
