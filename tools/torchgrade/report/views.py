"""What each audience may see of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from torchgrade.language.speaking import _
from torchgrade.results import Check, Report, Verdict, tidy

Audience = Literal["learner", "instructor"]

_NOT_PASSED = frozenset({"failed", "error", "timeout", "crashed"})


def view(report: Report, audience: Audience) -> Report:
    """The report as this audience may see it."""
    return learner_view(report) if audience == "learner" else report


def learner_view(report: Report) -> Report:
    """The report without what a learner may not see; score and maximum stay as they are.

    The hidden checks of an exercise become one line with their number and points. The seed goes, because it draws
    hidden inputs; digests of answers go, because they only compare learners; flags and a fault's message go, because
    they are written for the instructor and may name a hidden check.
    """
    groups = report.exercises().values()
    hides = any(check.visibility == "hidden" for check in report.checks)
    return replace(
        report,
        checks=tuple(check for checks in groups for check in _without_hidden(checks)),
        flags=(),
        message=report.message if report.status == "unreadable" or not hides else "",
        environment=replace(report.environment, seed=0),
        fingerprints={},
    )


def _without_hidden(checks: Sequence[Check]) -> list[Check]:
    shown = [check for check in checks if check.visibility != "hidden"]
    hidden = [check for check in checks if check.visibility == "hidden"]
    return [*shown, _summary(hidden)] if hidden else shown


def _summary(hidden: Sequence[Check]) -> Check:
    """One visible line for hidden checks: how many, and their points, which the total needs."""
    exercise = hidden[0].exercise
    return Check(
        exercise=exercise,
        id=f"{exercise}::hidden",
        title=_("1 hidden check") if len(hidden) == 1 else _("{number} hidden checks", number=len(hidden)),
        points=tidy(sum(check.points for check in hidden)),
        max_points=tidy(sum(check.max_points for check in hidden)),
        verdict=_common_verdict([check.verdict for check in hidden]),
    )


def _common_verdict(verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict for all; how a hidden check went wrong (an exception, a timeout) would tell of its case."""
    if any(verdict in _NOT_PASSED for verdict in verdicts):
        return "failed"
    order: tuple[Verdict, ...] = ("missing", "grader_fault", "not_started", "not_selected", "passed")
    return next((verdict for verdict in order if verdict in verdicts), "not_run")
