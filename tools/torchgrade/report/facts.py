"""What a submission's page says about a check in numbers, and the command that runs an exercise again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from torchgrade.report.heatmap import Heatmap, heatmap
from torchgrade.report.text import as_finite, number
from torchgrade.report.words import count
from torchgrade.results import Check, Evidence, Report, tidy


@dataclass(frozen=True)
class CheckPart:
    """A check with what is shown beside it: the message in two parts, facts as (term, text), the pictures."""

    check: Check
    headline: str
    detail: str
    facts: tuple[tuple[str, str], ...]
    heatmap: Heatmap | None


@dataclass(frozen=True)
class ExercisePart:
    """An exercise of a submission, split into unit and name, with its points and its checks."""

    unit: str
    name: str
    points: float
    max_points: float
    command: str
    checks: tuple[CheckPart, ...]


def exercise_parts(report: Report) -> list[ExercisePart]:
    """The report's exercises in their order, as the page shows them."""
    return [_exercise(name, checks, report.environment.seed) for name, checks in report.exercises().items()]


def command(exercise: str, seed: int = 0) -> str:
    """The shell command that runs this exercise's checks, with the seed that drew the inputs if it is known."""
    words = ["pytest", "--exercise", exercise.rpartition("/")[2], *(["--seed", str(seed)] if seed else [])]
    return shlex.join(words)


def facts(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """What was measured, as pairs of a term and a text."""
    if evidence.failed:
        yield "cases", f"{evidence.failed} of {evidence.cases} not right"
    elif evidence.cases:
        yield "cases", count(evidence.cases, "case")
    if evidence.first_failing_case:
        yield "first wrong case", evidence.first_failing_case
    yield from _errors(evidence)
    if evidence.not_run:
        yield "not run on", f"{', '.join(evidence.not_run)} (not on this machine)"


def _errors(evidence: Evidence) -> Iterator[tuple[str, str]]:
    if evidence.max_abs_error is not None:
        place = f" at {list(evidence.at)}" if evidence.at else ""
        yield "largest error", f"{number(evidence.max_abs_error)}{place}"
    if evidence.tolerance is not None:
        yield "allowed there", f"{number(evidence.tolerance)}{_times(evidence)}"
    if evidence.max_rel_error is not None:
        yield "largest relative error", number(evidence.max_rel_error)


def _times(evidence: Evidence) -> str:
    """How many times the tolerance the largest error is, where that is a number and worth a word."""
    error = as_finite(evidence.max_abs_error)
    if error is None or not evidence.tolerance or error < 2 * evidence.tolerance:
        return ""
    times = error / evidence.tolerance
    return f"; the error is {times:,.0f} times that" if times < 1e6 else "; the error is over a million times that"


def _exercise(exercise: str, checks: tuple[Check, ...], seed: int) -> ExercisePart:
    unit, _, name = exercise.rpartition("/")
    return ExercisePart(
        unit=unit,
        name=name,
        points=tidy(sum(check.points for check in checks)),
        max_points=tidy(sum(check.max_points for check in checks)),
        command=command(exercise, seed),
        checks=tuple(map(_check, checks)),
    )


def _check(check: Check) -> CheckPart:
    headline, _, detail = check.message.strip("\n").partition("\n")
    sample = check.evidence.sample
    return CheckPart(
        check=check,
        headline=headline,
        detail=detail,
        facts=tuple(facts(check.evidence)),
        heatmap=heatmap(sample, check.evidence.tolerance) if sample else None,
    )
