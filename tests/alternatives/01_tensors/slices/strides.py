"""Looks into the memory of x itself, by its strides."""


def slices(x, row, column, rows, columns):
    (height, width), (down, right), start = x.shape, x.stride(), x.storage_offset()
    corner = start + rows[0] * down + columns[0] * right
    return (
        x.as_strided((width,), (right,), start + row % height * down),
        x.as_strided((height,), (down,), start + column % width * right),
        x.as_strided((rows[1] - rows[0], columns[1] - columns[0]), (down, right), corner),
    )
