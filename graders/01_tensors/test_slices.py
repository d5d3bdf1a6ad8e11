"""slices, held against torch's own indexing."""

import pytest

from torchgrade import Exercise, check


def pieces(x, row, column, rows, columns):
    """Basic indexing, which gives views."""
    return x[row], x[:, column], x[slice(*rows), slice(*columns)]


exercise = Exercise("slices", reference=pieces)

ROW, COLUMN, BLOCK = 0, 1, 2


@exercise.probe_with
def cut(slices, task, x, row, column, rows, columns):
    """Return the pieces that the task names by their places; with "write x" what x is after a write to each of them."""
    what, places = task
    kept = x.clone() if what == "write" else x
    seen = slices(kept, row, column, rows, columns)
    if not isinstance(seen, (tuple, list)) or len(seen) != 3:
        return seen
    if what == "read":
        return [seen[place] for place in places]
    for place in places:
        seen[place].fill_(100 + place)
    return kept


@exercise.misconception("copies of the numbers, so that a write to a piece does not show in x")
def copied(x, row, column, rows, columns):
    return tuple(piece.clone() for piece in pieces(x, row, column, rows, columns))


@exercise.misconception(
    "reshape(-1) or contiguous() before the cut, which copies where rows do not lie one behind the other"
)
def in_one_row(x, row, column, rows, columns):
    return pieces(x.contiguous(), row, column, rows, columns)


@exercise.misconception("lists of positions for the block, which make a copy of it: only numbers and a:b give views")
def by_lists(x, row, column, rows, columns):
    block = x[list(range(*rows))][:, list(range(*columns))]
    return x[row], x[:, column], block


@exercise.misconception("row and column mixed up: the first index is the row")
def swapped(x, row, column, rows, columns):
    return x[:, row], x[column], x[slice(*rows), slice(*columns)]


@exercise.misconception("the block's rows and columns mixed up: the first index is that of the rows")
def block_swapped(x, row, column, rows, columns):
    return x[row], x[:, column], x[slice(*columns), slice(*rows)]


@exercise.misconception("the end counted in: a:b stops before b")
def end_counted(x, row, column, rows, columns):
    return x[row], x[:, column], x[rows[0] : rows[1] + 1, columns[0] : columns[1] + 1]


@exercise.misconception("(first, end) taken for (first, how many): the second number is where the block ends")
def how_many(x, row, column, rows, columns):
    return x[row], x[:, column], x[rows[0] : sum(rows), columns[0] : sum(columns)]


@exercise.misconception("x[a:b][c:d], which cuts the rows twice and no column at all")
def rows_twice(x, row, column, rows, columns):
    return x[row], x[:, column], x[slice(*rows)][slice(*columns)]


@exercise.misconception("x[:][j] for a column, which is row j: x[:] is all of x again")
def column_is_row(x, row, column, rows, columns):
    return x[row], x[:][column], x[slice(*rows), slice(*columns)]


@exercise.misconception("matrices for the row and the column: i:i+1 keeps a dimension of size 1")
def dimension_kept(x, row, column, rows, columns):
    row, column = row % x.shape[0], column % x.shape[1]
    return x[row : row + 1], x[:, column : column + 1], x[slice(*rows), slice(*columns)]


@exercise.misconception("rows and columns counted from 1")
def from_one(x, row, column, rows, columns):
    return pieces(x, row - (row > 0), column - (column > 0), rows, columns)


SHAPES = [(2, 2), (2, 3), (5, 4), (7, 9)]


def places(draw, shape):
    """A row, a column, and the two ends of a block that is smaller than the matrix."""
    height, width = shape
    row, column = draw.choice(range(1, height)), draw.choice(range(1, width))
    return row, column, (row - 1, height - 1), (draw.choice(range(width - 1)), width - 1)


@check(
    3,
    "In x[i, j], which of the two numbers counts the rows?",
    "`:` alone means all of a dimension, so x[:, j] takes entry j out of every row.",
    "The row is `x[row]`, the column `x[:, column]`.",
)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_row_and_column(verify, draw, shape):
    """gives the row and the column, of one dimension each"""
    verify(("read", (ROW, COLUMN)), draw.normal(*shape), *places(draw, shape))
    _, _, rows, columns = places(draw, shape)
    verify(("read", (ROW, COLUMN)), draw.normal(*shape), 0, -1, rows, columns)
    verify(("read", (ROW, COLUMN)), draw.normal(*shape), -1, 0, rows, columns)


@check(
    3,
    "How many rows are there from 1 up to 3, when 3 is left out?",
    "Both cuts go into one pair of brackets, with a comma between them: rows first.",
    "`x[rows[0] : rows[1], columns[0] : columns[1]]`",
)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_block(verify, draw, shape):
    """gives the block, its end left out"""
    row, column, rows, columns = places(draw, shape)
    verify(("read", (BLOCK,)), draw.normal(*shape), row, column, rows, columns)
    verify(("read", (BLOCK,)), draw.normal(*shape), row, column, (1, shape[0]), (0, 1))


@check(
    3,
    "Whose numbers are in the piece that you return: its own, or those of x?",
    "An index made of numbers and a:b gives a view. clone() copies, and so does an index that is a list or a tensor.",
)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_views(verify, draw, shape):
    """returns views: what is written into a piece shows in x"""
    for place in (ROW, COLUMN, BLOCK):
        verify(("write", (place,)), draw.normal(*shape), *places(draw, shape))
    verify(("write", (ROW, COLUMN, BLOCK)), draw.normal(*shape), *places(draw, shape))


@check(1, "Does your code ask where the numbers lie in memory? Indexing x itself does not need to.")
def test_transposed(verify, draw):
    """cuts a transposed matrix, in views too, and a matrix of whole numbers as well"""
    verify(("write", (ROW, COLUMN, BLOCK)), draw.normal(2, 3), 0, 1, (0, 1), (1, 3))
    verify(("read", (ROW, COLUMN, BLOCK)), draw.normal(4, 3).T, 1, 2, (0, 2), (1, 3))
    verify(("read", (ROW, COLUMN, BLOCK)), draw.integers(4, 5, high=9), 1, 2, (1, 3), (2, 4))
    for place in (ROW, COLUMN, BLOCK):
        verify(("write", (place,)), draw.normal(4, 3).T, 1, 2, (0, 2), (1, 3))
