"""The table at the end of `torchgrade grade`."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from torchgrade.report.text import visible
from torchgrade.report.words import of_status, verdict_of_exercise
from torchgrade.results import Report, tidy

_WIDEST = 60


def summary(reports: Sequence[Report]) -> Table:
    """One row a submission: score, exercises that are all right, what it looks like or what went wrong."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("submission")
    table.add_column("score", justify="right")
    table.add_column("exercises", justify="right")
    table.add_column("remark")
    for report in reports:
        exercises = report.exercises()
        right = sum(verdict_of_exercise(checks) == "passed" for checks in exercises.values())
        table.add_row(
            Text(visible(report.submission)),
            f"{tidy(report.score):g}/{tidy(report.max_score):g}",
            f"{right}/{len(exercises)}",
            Text(visible(_remark(report)), overflow="ellipsis", no_wrap=True),
        )
    return table


def _remark(report: Report) -> str:
    """The one thing most worth knowing."""
    if report.status != "graded":
        return f"{of_status(report.status).word}: {report.message}".rstrip(": ")
    ideas = [check.misconception for check in report.checks if check.misconception]
    if ideas:
        return f"looks like {ideas[0]}"[: _WIDEST * 2]
    return report.flags[0] if report.flags else ""
