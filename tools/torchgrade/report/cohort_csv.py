"""The grades of a cohort as CSV that a spreadsheet opens as numbers and names, never as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from torchgrade.report.text import visible
from torchgrade.results import Report, tidy

# What makes a spreadsheet take a cell for a formula, or strips away to something that does.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def grades_csv(reports: Iterable[Report]) -> str:
    """One row a submission: its name, status, score, maximum, then its points in each exercise."""
    grades = Grades()
    for report in reports:
        grades.add(report)
    return grades.text()


class Grades:
    """The table while reports are read one after the other; of each its points alone are kept.

    An exercise that a submission's report does not hold is an empty cell, which is not the same as 0.
    """

    def __init__(self) -> None:
        self._rows: list[tuple[list[object], dict[str, float]]] = []
        self._exercises: dict[str, None] = {}

    def add(self, report: Report) -> None:
        """Take in one submission."""
        earned = {name: tidy(sum(check.points for check in checks)) for name, checks in report.exercises().items()}
        self._exercises |= dict.fromkeys(earned)
        row = [_text(report.submission), _text(report.status), report.score, report.max_score]
        self._rows.append((row, earned))

    def text(self) -> str:
        """The table as CSV."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["submission", "status", "score", "max_score", *map(_text, self._exercises)])
        writer.writerows([*row, *(earned.get(name, "") for name in self._exercises)] for row, earned in self._rows)
        return stream.getvalue()


def _text(cell: str) -> str:
    """A cell of text: neutralised, and with control characters spelled out, which csv would not all quote."""
    return f"'{visible(cell)}" if cell.startswith(_FORMULA_STARTS) else visible(cell)
