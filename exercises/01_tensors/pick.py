"""Pick one number out of every row: the score of the right class, as every classification loss needs it.

    picked_i = scores[i, labels[i]]    for every row i

Two lists of indices, one beside the other, pick as many single entries as they are long: their first numbers
name the row and the column of the first entry, their second numbers those of the second entry, and so on.
"""

import torch


def pick(scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Return from every row of scores the entry that its label names.

    Args:
        scores: floating-point numbers of shape (N, C), one row a sample, one column a class; some may be
            infinite.
        labels: shape (N,), int64, each from 0 to C - 1.

    Returns:
        A new tensor of shape (N,), with the dtype and device of scores; gradients reach scores.

    Raises:
        IndexError: a label is C or larger (RuntimeError, which torch.gather raises, is as good).

    Example:
        >>> pick(torch.tensor([[0.1, 0.2, 0.7], [0.5, 0.3, 0.2]]), torch.tensor([2, 0]))
        tensor([0.7000, 0.5000])

    Allowed: everything.

    Check it with `pytest --exercise pick`, get a hint with `torchgrade hint pick`.
    """
    # TODO: your code here
    raise NotImplementedError
