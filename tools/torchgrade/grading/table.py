"""What `torchgrade grade` ends with: a table of the submissions, and the wrong ideas that are most frequent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from torchgrade.language.speaking import _
from torchgrade.report.text import points, visible
from torchgrade.report.words import of_status, of_verdict, verdict_of_exercise
from torchgrade.results import Check, Report

_MOST_IDEAS = 3
_LONGEST_NAME = 30


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
        """A row a submission, each one line: where room is short the remark is cut, and never the score."""
        table = Table(box=None, header_style="bold", pad_edge=False)
        headings = (_("submission"), _("score"), _("exercises"))
        for place, heading in enumerate(headings):
            widest = max(map(cell_len, [heading, *(row[place] for row in self._rows)]))
            right = place > 0
            table.add_column(
                heading,
                width=widest if right else min(widest, _LONGEST_NAME),
                justify="right" if right else "left",
                no_wrap=True,
                overflow="ellipsis",
            )
        table.add_column(_("remark"))
        for name, score, exercises, remark in self._rows:
            table.add_row(Text(name), score, exercises, Text(remark, overflow="ellipsis", no_wrap=True))
        return table

    def ideas(self) -> Table | None:
        """The wrong ideas that several submissions show, the most frequent first; None where there is none."""
        shared = [(idea, number) for idea, number in self._ideas.items() if number > 1]
        if not shared:
            return None
        table = Table(box=None, header_style="bold", pad_edge=False)
        table.add_column(_("how often"), justify="right", no_wrap=True)
        table.add_column(_("most frequent wrong ideas"), overflow="fold")
        for (exercise, idea), number in sorted(shared, key=lambda pair: (-pair[1], pair[0]))[:_MOST_IDEAS]:
            table.add_row(str(number), Text(visible(_of(exercise, idea))))
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
    return _of(check.exercise, what)


def _of(exercise: str, remark: str) -> str:
    return _("{exercise}: {remark}", exercise=exercise.rpartition("/")[2], remark=remark)


def _interest(check: Check) -> int:
    """Small for what an instructor wants to hear first: a named idea, then what ended badly, last what is missing."""
    order = ("crashed", "timeout", "error", "failed", "missing")
    if check.misconception:
        return -1
    return order.index(check.verdict) if check.verdict in order else len(order)
