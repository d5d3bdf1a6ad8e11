"""Cut a row, a column and a block out of a matrix, as windows on it.

With `i` and `j` counted from 0, and `a:b` for "from a up to b, but without b":

    x[i]          row i                          x[:, j]       column j
    x[a:b, c:d]   the block of rows a to b - 1 and columns c to d - 1

Such a piece is a *view*: it has no numbers of its own, it shows those of x. Who writes into the piece
writes into x.
"""

import torch


def slices(
    x: torch.Tensor, row: int, column: int, rows: tuple[int, int], columns: tuple[int, int]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return one row, one column and one block of the matrix x, all three as views of x.

    Args:
        x: a matrix of shape (H, W).
        row: which row; -1 is the last one.
        column: which column; -1 is the last one.
        rows: (first, end) of the block: row `first` is the first in it, row `end` the first after it.
        columns: (first, end) of the block in the same way.

    Returns:
        The row, of shape (W,), the column, of shape (H,), and the block, of two dimensions.

    Example:
        >>> x = torch.tensor([[0, 1, 2], [3, 4, 5], [6, 7, 8]])
        >>> row, column, block = slices(x, 0, -1, rows=(1, 3), columns=(0, 2))
        >>> row, column, block
        (tensor([0, 1, 2]), tensor([2, 5, 8]), tensor([[3, 4],
                [6, 7]]))
        >>> block[0, 0] = 30
        >>> x[1, 0]
        tensor(30)

    Allowed: everything. Not every way of indexing gives a view, though.

    Check it with `pytest --exercise slices`, get a hint with `torchgrade hint slices`.
    """
    ### BEGIN SOLUTION
    return x[row], x[:, column], x[rows[0] : rows[1], columns[0] : columns[1]]
    ### END SOLUTION
