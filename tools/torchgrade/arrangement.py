"""A report as its reader meets the course: exercises in the catalogue's order, untouched stubs as not started."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from torchgrade.attempts import answer_of
from torchgrade.results import Check, Report


def in_order(report: Report, exercises: Sequence[str]) -> Report:
    """The report with its checks in the order of these exercises ("unit/name"), then of the grader's lines."""
    place = {name: index for index, name in enumerate(exercises)}
    ordered = sorted(report.checks, key=lambda check: (place.get(check.exercise, len(place)), check.line or 0))
    return replace(report, checks=tuple(ordered))


def untouched_is_not_started(report: Report, course: Path) -> Report:
    """The report with every exercise whose stub is as it was generated as not started.

    A stub that shows a program with a bug runs and fails; nobody has tried anything there yet.
    """
    untouched = {name for name in report.exercises() if not answer_of(course, name)}
    return replace(report, checks=tuple(_not_started(check, untouched) for check in report.checks))


def _not_started(check: Check, untouched: set[str]) -> Check:
    if check.exercise not in untouched or check.verdict in ("missing", "not_selected", "grader_fault", "not_run"):
        return check
    return Check(
        exercise=check.exercise,
        id=check.id,
        title=check.title,
        points=0,
        max_points=check.max_points,
        verdict="not_started",
        hint=check.hint,
        file=check.file,
        line=check.line,
    )
