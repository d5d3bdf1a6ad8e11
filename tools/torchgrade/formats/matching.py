"""Whose submission it is: names of submissions against the students of a file, none of them invented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from torchgrade.formats.wording import trouble
from torchgrade.language.speaking import _
from torchgrade.report.text import number, points, visible
from torchgrade.results import Report

_MOST_NAMED = 20


@dataclass(frozen=True)
class Matched:
    """Reports by the row they belong to, and what could not be matched, as sentences."""

    by_row: Mapping[int, Report]
    notes: tuple[str, ...]


def match(reports: Sequence[Report], find: Callable[[str], Sequence[int]], file: str) -> Matched:
    """Match submissions with rows.

    Args:
        reports: one for each submission.
        find: the rows that a submission's name may mean; one of them, or it is not used.
        file: what the rows are of, for the sentences.
    """
    rows: dict[int, list[Report]] = defaultdict(list)
    unknown: list[str] = []
    unclear: list[str] = []
    ungraded: list[str] = []
    for report in reports:
        found = find(report.submission)
        if len(found) != 1:
            (unclear if found else unknown).append(report.submission)
        elif trouble(report):
            ungraded.append(report.submission)
        else:
            rows[found[0]].append(report)
    twice = [report.submission for several in rows.values() if len(several) > 1 for report in several]
    notes = (
        _note(_("not in {file}, so not entered", file=file), unknown),
        _note(_("fit several rows of {file}, so not entered", file=file), unclear),
        _note(_("several submissions of one student, so not entered"), twice),
        _note(_("not graded in full, so not entered"), ungraded),
    )
    return Matched({row: found[0] for row, found in rows.items() if len(found) == 1}, tuple(filter(None, notes)))


def _note(why: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f", ... ({len(names)})" if len(names) > _MOST_NAMED else ""
    return f"{why}: {', '.join(visible(name) for name in names[:_MOST_NAMED])}{more}"


def lookup(columns: Sequence[Mapping[int, str]]) -> Callable[[str], list[int]]:
    """A search by the first column that knows a name; each column maps rows to what stands there."""
    tables = []
    for column in columns:
        table: dict[str, list[int]] = defaultdict(list)
        for row, value in column.items():
            if value.strip():
                table[plain(value)].append(row)
        tables.append(table)
    return lambda name: next((table[plain(name)] for table in tables if plain(name) in table), [])


def plain(name: str) -> str:
    """A name as it is compared: without case and double blanks."""
    return " ".join(name.split()).casefold()


def grade(report: Report, top: float | None) -> str:
    """A score as a number of at most two decimals, out of `top` points if that is not the report's own maximum."""
    share = top / report.max_score if top and report.max_score else 1
    return points(round(report.score * share, 2))


def scaled(reports: Sequence[Report], top: float | None) -> tuple[str, ...]:
    """A sentence that says that scores were scaled, if they were."""
    most = {report.max_score for report in reports}
    if top is None or not most - {top}:
        return ()
    own = ", ".join(number(value) for value in sorted(most))
    return (_("scores out of {own} were turned into grades out of {top}", own=own, top=number(top)),)
