"""The two eigenvalues of a 2 x 2 matrix, which may be complex.

For [[a, b], [c, d]] they solve  x^2 - (a + d) x + (a d - b c) = 0,  so that

    x = m - root  and  m + root,      with  m = (a + d) / 2  and  root = sqrt(m^2 - (a d - b c))

Below the square root the same number is ((a - d) / 2)^2 + b c. If it is negative the matrix turns vectors
round, and no direction stays what it was: the eigenvalues are then complex, m - i sqrt(-...) and m + i sqrt(-...).
"""

import torch


def eigenvalues_2x2(a: torch.Tensor) -> torch.Tensor:
    """Return the eigenvalues of a 2 x 2 matrix.

    Args:
        a: floating point, shape (2, 2).

    Returns:
        A new tensor of shape (2,), on the device of a. Where both are real: in the dtype of a, the smaller one
        first; an eigenvalue that counts twice stands there twice. Otherwise complex (complex64 for float32,
        complex128 for float64), the one with the negative imaginary part first. Gradients need not reach a.

    Example:
        >>> eigenvalues_2x2(torch.tensor([[2.0, 1.0], [1.0, 2.0]]))
        tensor([1., 3.])
        >>> eigenvalues_2x2(torch.tensor([[0.0, -1.0], [1.0, 0.0]]))
        tensor([0.-1.j, 0.+1.j])

    Allowed: sqrt, stack, torch.complex and whatever else you like.
    Not allowed: whatever torch has for eigenvalues, and NumPy.

    Check it with `pytest --exercise eigenvalues_2x2`, get a hint with `torchgrade hint eigenvalues_2x2`.
    """
    # TODO: your code here
    raise NotImplementedError
