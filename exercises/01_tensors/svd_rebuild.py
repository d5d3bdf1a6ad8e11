"""The singular value decomposition, put together again: a = u @ sigma @ vh.

    sigma has the shape of a, (m, n), with the singular values s on its diagonal and zeros elsewhere

For a (3, 2) matrix with s = (5, 4):      sigma = [[5, 0],
                                                   [0, 4],
                                                   [0, 0]]

torch.linalg.svd returns only the min(m, n) numbers s. They have to be laid out before u and vh fit on them.
"""

import torch


def svd_rebuild(u: torch.Tensor, s: torch.Tensor, vh: torch.Tensor, shape: tuple[int, int]) -> torch.Tensor:
    """Put a matrix together from its singular value decomposition.

    Args:
        u: shape (m, m).
        s: the singular values, shape (min(m, n),).
        vh: shape (n, n), transposed already: it is used as it is.
        shape: (m, n), the shape of the matrix.

    Returns:
        A new tensor of shape (m, n), with the dtype and device of u. Gradients reach u, s and vh.

    Example:
        >>> svd_rebuild(torch.eye(3), torch.tensor([5.0, 4.0]), torch.tensor([[0.0, 1.0], [1.0, 0.0]]), (3, 2))
        tensor([[0., 5.],
                [4., 0.],
                [0., 0.]])

    Allowed: everything in torch.
    Not allowed: nothing is forbidden.

    Check it with `pytest --exercise svd_rebuild`, get a hint with `torchgrade hint svd_rebuild`.
    """
    # TODO: your code here
    raise NotImplementedError
