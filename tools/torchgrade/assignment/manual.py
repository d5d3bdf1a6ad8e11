"""Marks and comments by hand, in a CSV that only people write; a regrade reads it and leaves it as it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from torchgrade.assignment.tables import Row, read_table, write_table
from torchgrade.errors import BadInput

FILE = "manual.csv"
_COLUMNS = ("student", "points", "comment")


@dataclass(frozen=True)
class Manual:
    """What a person gives beside the checks: points to add, or to take where they are negative, and a comment."""

    student: str
    points: float = 0.0
    comment: str = ""


def read_manual(path: Path) -> dict[str, list[Manual]]:
    """The marks by student, who may have several; none where there is no such file.

    Raises:
        BadInput: the file is there and wrong.
    """
    found: dict[str, list[Manual]] = {}
    if path.is_file():
        for line, row in read_table(path, _COLUMNS):
            mark = _mark(path, line, row)
            if mark.points or mark.comment:
                found.setdefault(mark.student, []).append(mark)
    return found


def begin_manual(path: Path, students: Sequence[str]) -> None:
    """Write a file to fill in, a line each; one that is there is never touched."""
    if not path.exists():
        write_table(path, _COLUMNS, [(student, "", "") for student in students])


def _mark(path: Path, line: int, row: Row) -> Manual:
    written = row.get("points", "").replace(",", ".")
    try:
        points = float(written or 0)
    except ValueError:
        points = math.nan
    if not math.isfinite(points):
        what = f"points is {row['points']!r}"
        raise BadInput(f"{path}:{line}: {what}. Give a number to add, as in 2.5 or -1, or leave it empty.")
    return Manual(row.get("student", ""), points, row.get("comment", ""))
