"""docs/curriculum.md: what there is to learn, unit by unit, with the figures that the catalogue check found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from torchgrade.authoring.validate import Verdict
from torchgrade.course import Entry
from torchgrade.unit import read_unit

_HEAD = """\
# The curriculum

Written by `torchgrade validate --table docs/curriculum.md`; every figure is what that run found. *Cases* are the runs
of an exercise's checks on one device; *named* are the misconceptions that the grader refuses and calls by their name;
*forbidden* is what the exercise asks to be written by hand.
"""
_MUTANTS = """\
*Mutants* are small changes to the solution (`validate --mutants`): how many of those that are not declared equivalent
the grader refuses.
"""
_COLUMNS = ("exercise", "points", "checks", "cases", "misconceptions", "named", "forbidden", "tried on")


def table(graders: Path, entries: Sequence[Entry], verdicts: Sequence[Verdict]) -> str:
    """The page, in Markdown.

    Args:
        graders: the folder of the graders, whose unit.toml files give the titles.
        entries: the exercises in catalogue order.
        verdicts: what was found on each of them, in any order.
    """
    found = {verdict.exercise: verdict for verdict in verdicts}
    parts = [_HEAD, *([_MUTANTS] if _mutated(verdicts) else []), _diagnosis(verdicts)]
    for unit, members in groupby(entries, key=lambda entry: entry.unit):
        parts.append("\n".join(_unit(graders / unit, [(entry, found[entry.id]) for entry in members])))
    return "\n".join(parts)


def _diagnosis(verdicts: Sequence[Verdict]) -> str:
    total = sum((verdict.counts for verdict in verdicts), Counter[str]())
    points = sum(verdict.points for verdict in verdicts)
    return (
        f"{len(verdicts)} exercises, {points:g} points, {sum(verdict.cases for verdict in verdicts):,} cases. "
        f"Of {total['misconceptions']:,} misconceptions {total['named']:,} are called by their own name and "
        f"{total['taken for another']} by another's; of {total['alternatives']} right answers of an unusual kind "
        f"{total['honest taken for wrong']} are taken for a misconception."
        + (
            f" Of {total['mutants'] - total['equivalent']:,} mutants {total['killed']:,} are refused."
            * _mutated(verdicts)
        )
        + "\n"
    )


def _mutated(verdicts: Sequence[Verdict]) -> bool:
    return any(verdict.counts["mutants"] for verdict in verdicts)


def _unit(folder: Path, rows: Sequence[tuple[Entry, Verdict]]) -> Iterator[str]:
    unit = read_unit(folder)
    yield f"## {unit.name.partition('_')[0]} {unit.title}\n"
    if unit.builds:
        teaches = f"[What it teaches](../solutions/{unit.name}/README.md)"
        yield f"After it you can build {unit.builds.rstrip('.')}. {teaches}.\n"
    shown = _mutated([verdict for _, verdict in rows])
    yield f"| {' | '.join([*_COLUMNS, *(['mutants'] * shown)])} |"
    yield f"| --- |{' ---: |' * 5} --- | --- |{' ---: |' * shown}"
    for entry, verdict in rows:
        yield f"| {' | '.join([*_row(entry, verdict), *([_refused(verdict)] * shown)])} |"
    yield ""


def _row(entry: Entry, verdict: Verdict) -> list[str]:
    figures = (verdict.points, verdict.checks, verdict.cases, verdict.counts["misconceptions"], verdict.counts["named"])
    forbidden = ", ".join(f"`{pattern}`" for pattern in verdict.forbidden) or "nothing"
    return [f"`{entry.name}`", *(f"{figure:g}" for figure in figures), forbidden, ", ".join(verdict.devices)]


def _refused(verdict: Verdict) -> str:
    counts = verdict.counts
    return f"{counts['killed']}/{counts['mutants'] - counts['equivalent']}"
