"""Distances between rows: three ways to say how far apart two vectors are.

    l1(a, b)     = sum_k |a_k - b_k|
    l2(a, b)     = sqrt( sum_k (a_k - b_k) ** 2 )
    cosine(a, b) = 1 - (sum_k a_k * b_k) / (length of a * length of b)

l1 walks along the axes, l2 goes straight, and cosine compares directions only: twice as long a vector is as
close as before. Search, clustering and every loss that pulls vectors together start from a table of these.
"""

import torch


def distances(x: torch.Tensor, y: torch.Tensor, kind: str = "l2") -> torch.Tensor:
    """Return the distance between each row of x and each row of y.

    Args:
        x: N vectors, shape (N, D), floating point; for "cosine" none of them is all zeros.
        y: M vectors, shape (M, D), with the dtype of x, and the same promise.
        kind: "l1", "l2" or "cosine". Any other word raises ValueError.

    Returns:
        Shape (N, M), with the dtype and device of x: entry (i, j) is the distance between x[i] and y[j].
        Gradients reach x and y. Where an "l2" distance is 0 the gradient is 0 as well, and not NaN. "l2" is
        right for rows far from 0 and close to each other too: there |x|**2 + |y|**2 - 2 x·y loses its digits.

    Example:
        >>> x, y = torch.tensor([[0.0, 1.0]]), torch.tensor([[0.0, 2.0], [4.0, 4.0], [1.0, 0.0]])
        >>> distances(x, y, "l1")
        tensor([[1., 7., 2.]])
        >>> distances(x, y, "l2")
        tensor([[1.0000, 5.0000, 1.4142]])
        >>> distances(x, y, "cosine")
        tensor([[0.0000, 0.2929, 1.0000]])

    Allowed: broadcasting, matrix products, torch.linalg.vector_norm and whatever else you like.
    Not allowed: torch's own cdist, pdist, pairwise_distance, cosine_similarity and cosine_embedding_loss (and
    the modules that call them).

    Check it with `pytest --exercise distances`, get a hint with `torchgrade hint distances`.
    """
    # TODO: your code here
    raise NotImplementedError
