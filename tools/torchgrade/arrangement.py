"""A report as its reader meets the course: exercises in the catalogue's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from torchgrade.results import Report


def in_order(report: Report, exercises: Sequence[str]) -> Report:
    """The report with its checks in the order of these exercises ("unit/name"), then of the grader's lines."""
    place = {name: index for index, name in enumerate(exercises)}
    ordered = sorted(report.checks, key=lambda check: (place.get(check.exercise, len(place)), check.line or 0))
    return replace(report, checks=tuple(ordered))
