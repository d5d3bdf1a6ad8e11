"""A column of x is a row of its transpose."""


def slices(x, row, column, rows, columns):
    top, bottom = rows
    left, right = columns
    block = x[top:bottom].T[left:right].T
    return [x[row], x.T[column], block]
