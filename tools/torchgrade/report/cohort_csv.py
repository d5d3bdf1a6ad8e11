"""The grades of a cohort as CSV that a spreadsheet opens as numbers and names, never as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from torchgrade.report.text import visible
from torchgrade.results import Report, tidy

# What makes a spreadsheet take a cell for a formula, or strips away to something that does.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def grades_csv(reports: Sequence[Report]) -> str:
    """One row a submission: its name, status, score, maximum, then its points in each exercise.

    An exercise that a submission's report does not hold is an empty cell, which is not the same as 0.
    """
    exercises = list(dict.fromkeys(check.exercise for report in reports for check in report.checks))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["submission", "status", "score", "max_score", *map(_text, exercises)])
    for report in reports:
        earned = {name: tidy(sum(check.points for check in checks)) for name, checks in report.exercises().items()}
        row = [_text(report.submission), _text(report.status), report.score, report.max_score]
        writer.writerow([*row, *(earned.get(name, "") for name in exercises)])
    return stream.getvalue()


def _text(cell: str) -> str:
    """A cell of text: neutralised, and with control characters spelled out, which csv would not all quote."""
    return f"'{visible(cell)}" if cell.startswith(_FORMULA_STARTS) else visible(cell)
