"""The table at the end of `torchgrade grade`."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from torchgrade.report.text import visible
from torchgrade.report.words import of_status, of_verdict, verdict_of_exercise
from torchgrade.results import Check, Report, tidy


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
    """The one thing most worth knowing: why it was not read, an idea by its name, or the first thing not right."""
    if report.status != "graded":
        return f"{of_status(report.status).word}: {report.message}".rstrip(": ")
    tried = [check for check in report.checks if check.verdict not in ("passed", "not_started", "not_selected")]
    if not tried:
        return ""
    check = min(tried, key=_interest)
    what = f"looks like {check.misconception}" if check.misconception else of_verdict(check.verdict).word
    return f"{check.exercise.rpartition('/')[2]}: {what}"


def _interest(check: Check) -> int:
    """Small for what an instructor wants to hear first: a named idea, then what ended badly, last what is missing."""
    order = ("crashed", "timeout", "error", "failed", "missing")
    if check.misconception:
        return -1
    return order.index(check.verdict) if check.verdict in order else len(order)
