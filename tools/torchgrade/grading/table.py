"""What `torchgrade grade` ends with: a table of the submissions, and the wrong ideas that are most frequent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from torchgrade.language.speaking import _
from torchgrade.report.text import points, visible
from torchgrade.report.words import of_status, of_verdict, submissions_in_words, verdict_of_exercise
from torchgrade.results import Check, Report

_MOST_IDEAS = 3


def summary(reports: Iterable[Report]) -> Table:
    """One row a submission: score, exercises that are all right, what it looks like or what went wrong."""
    ending = Ending()
    for report in reports:
        ending.add(report)
    return ending.table()


class Ending:
    """What is told at the end, while reports come one after the other; of each a line is kept.

    Reports are in the language spoken now.
    """

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, str, str]] = []
        self._ideas: Counter[tuple[str, str]] = Counter()

    def add(self, report: Report) -> None:
        """Take in one submission."""
        exercises = report.exercises()
        right = sum(verdict_of_exercise(checks) == "passed" for checks in exercises.values())
        score = f"{points(report.score)}/{points(report.max_score)}"
        self._rows.append((visible(report.submission), score, f"{right}/{len(exercises)}", visible(_remark(report))))
        self._ideas.update({(check.exercise, check.misconception) for check in report.checks if check.misconception})

    def table(self) -> Table:
        """A row a submission, each one line however long its name is."""
        table = Table(box=None, header_style="bold", pad_edge=False)
        table.add_column(_("submission"), max_width=40, no_wrap=True, overflow="ellipsis")
        table.add_column(_("score"), justify="right", no_wrap=True)
        table.add_column(_("exercises"), justify="right", no_wrap=True)
        table.add_column(_("remark"), no_wrap=True, overflow="ellipsis")
        for name, *numbers, remark in self._rows:
            table.add_row(Text(name), *numbers, Text(remark))
        return table

    def ideas(self) -> Table | None:
        """The wrong ideas that several submissions show, the most frequent first; None where there is none."""
        shared = [(idea, number) for idea, number in self._ideas.items() if number > 1]
        if not shared:
            return None
        table = Table(box=None, header_style="bold", pad_edge=False)
        table.add_column(_("most frequent wrong ideas"), overflow="fold")
        table.add_column("", justify="right", no_wrap=True)
        for (exercise, idea), number in sorted(shared, key=lambda pair: (-pair[1], pair[0]))[:_MOST_IDEAS]:
            table.add_row(Text(visible(f"{exercise.rpartition('/')[2]}: {idea}")), submissions_in_words(number))
        return table


def _remark(report: Report) -> str:
    """The one thing most worth knowing: why it was not read, an idea by its name, or the first thing not right."""
    if report.status != "graded":
        return f"{of_status(report.status).word}: {report.message}".rstrip(": ")
    tried = [check for check in report.checks if check.verdict not in ("passed", "not_started", "not_selected")]
    if not tried:
        return ""
    check = min(tried, key=_interest)
    idea = check.misconception
    what = _("looks like {idea}", idea=idea) if idea else of_verdict(check.verdict).word
    return f"{check.exercise.rpartition('/')[2]}: {what}"


def _interest(check: Check) -> int:
    """Small for what an instructor wants to hear first: a named idea, then what ended badly, last what is missing."""
    order = ("crashed", "timeout", "error", "failed", "missing")
    if check.misconception:
        return -1
    return order.index(check.verdict) if check.verdict in order else len(order)
