"""The matrix product, for vectors, matrices, and batches of matrices.

    c_ij = sum over k of a_ik * b_kj

A row of a meets a column of b: they are multiplied entry by entry, and the products added up. A vector is
taken for a single row if it is a, and for a single column if it is b; that extra dimension is gone from
the result. All dimensions in front of the last two count matrices. They broadcast as they do for `+`.
"""

import torch


def matmul(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Return the matrix product of a and b.

    Args:
        a: floating-point numbers of shape (K,), (N, K) or (..., N, K).
        b: floating-point numbers of shape (K,), (K, M) or (..., K, M).

    Returns:
        A new tensor of shape (..., N, M): without N if a is a vector, without M if b is one. Its dtype and
        device are those of a and b, which have the same; gradients reach a and b.

    Raises:
        RuntimeError: the K of a is not the K of b, one has no dimension at all, or the batches do not fit.

    Example:
        >>> a = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> matmul(a, torch.tensor([[1.0, 0.0], [0.0, 10.0]]))
        tensor([[ 1., 20.],
                [ 3., 40.]])
        >>> matmul(a, torch.tensor([1.0, 1.0]))
        tensor([3., 7.])

    Allowed: `*`, sum, indexing, einsum.
    Not allowed: `@`, matmul, mm, bmm, mv, dot, nor one of them by another name (inner, vecdot, F.linear, ...), and
        NumPy.

    Check it with `pytest --exercise matmul`, get a hint with `torchgrade hint matmul`.
    """
    ### BEGIN SOLUTION
    if a.dim() == 0 or b.dim() == 0:
        raise RuntimeError("both must have at least one dimension")
    rows = a[None] if a.dim() == 1 else a
    columns = b[:, None] if b.dim() == 1 else b
    if rows.shape[-1] != columns.shape[-2]:
        raise RuntimeError(f"shapes {tuple(a.shape)} and {tuple(b.shape)} cannot be multiplied")
    product = (rows[..., :, :, None] * columns[..., None, :, :]).sum(-2)  # (..., N, K, 1) * (..., 1, K, M)
    if a.dim() == 1:
        product = product[..., 0, :]
    return product[..., 0] if b.dim() == 1 else product
    ### END SOLUTION
