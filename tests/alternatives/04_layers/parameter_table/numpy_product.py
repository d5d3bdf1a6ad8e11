"""Counts with NumPy, whose whole numbers are no Python ints; rows are named tuples with the shape as torch gives it."""

from typing import NamedTuple

import numpy as np


class Row(NamedTuple):
    name: str
    shape: tuple
    count: int
    trained: bool


def parameter_table(model):
    rows = [
        Row(name, p.shape, np.prod(p.shape, dtype=np.int64), p.requires_grad) for name, p in model.named_parameters()
    ]
    counts = np.array([row.count for row in rows], dtype=int)
    return rows, counts.sum(), counts[[row.trained for row in rows]].sum() if rows else 0
