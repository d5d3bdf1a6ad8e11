"""What the cohort page shows, gathered from the reports by pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from torchgrade.report.attention import attention
from torchgrade.report.statistics import Item, Misconception, histogram, items, misconceptions, shares
from torchgrade.results import Report


@dataclass(frozen=True)
class Row:
    """One submission in the table; `share` is None where nothing could be scored."""

    report: Report
    link: str
    share: float | None
    passed: int
    ideas: int
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Cohort:
    """Everything on the cohort page; `columns` names those of the table's that are worth showing."""

    assignments: tuple[str, ...]
    rows: tuple[Row, ...]
    statuses: Mapping[str, int]
    full_marks: int
    median: float | None
    bars: tuple[int, ...]
    items: tuple[Item, ...]
    misconceptions: tuple[Misconception, ...]
    columns: frozenset[str]


def cohort(reports: Sequence[Report], links: Mapping[str, str]) -> Cohort:
    """The page's content; `links` leads from a submission's name to its page."""
    reached = shares(reports)
    rows = tuple(_row(report, links.get(report.submission, "")) for report in reports)
    return Cohort(
        assignments=tuple(dict.fromkeys(report.assignment for report in reports if report.assignment)),
        rows=rows,
        statuses=Counter(report.status for report in reports),
        full_marks=sum(share == 1 for share in reached),
        median=median(reached) if reached else None,
        bars=tuple(histogram(reached)),
        items=tuple(items(reports)),
        misconceptions=tuple(misconceptions(reports)),
        columns=frozenset(_columns(rows)),
    )


def _columns(rows: Sequence[Row]) -> Iterator[str]:
    """The columns that tell submissions apart; one with the same in every row only takes room."""
    if len({row.report.status for row in rows}) > 1:
        yield "status"
    if len({row.report.attempt for row in rows}) > 1:
        yield "attempt"
    if any(row.ideas for row in rows):
        yield "ideas"
    if any(row.flags for row in rows):
        yield "flags"


def _row(report: Report, link: str) -> Row:
    scored = report.status != "unreadable" and report.max_score > 0
    return Row(
        report=report,
        link=link,
        share=report.score / report.max_score if scored else None,
        passed=sum(check.verdict == "passed" for check in report.checks),
        ideas=len({(check.exercise, check.misconception) for check in report.checks if check.misconception}),
        flags=tuple(attention(report)),
    )
