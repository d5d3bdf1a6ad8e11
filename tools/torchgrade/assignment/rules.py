"""What an assignment makes of a report: weights, hidden checks, what lateness costs, what a person gave."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from torchgrade.assignment.handed_in import HandedIn
from torchgrade.assignment.manual import Manual
from torchgrade.assignment.model import Assignment, Late
from torchgrade.course import Entry
from torchgrade.grader_text import read_checks
from torchgrade.language.said import Said, parts, say
from torchgrade.results import Adjustment, Check, Report, tidy


@dataclass(frozen=True)
class Rules:
    """Applies an assignment to reports; a report to which it was applied before comes out the same.

    Args:
        assignment: the rules.
        handed_in: what is known of each submission, by its name.
        manual: what people gave, by student.
    """

    assignment: Assignment
    handed_in: Mapping[str, HandedIn] = field(default_factory=dict)
    manual: Mapping[str, Sequence[Manual]] = field(default_factory=dict)
    worth: dict[str, float] = field(init=False)

    def __post_init__(self) -> None:
        worth: dict[str, float] = {}
        for entry in self.assignment.entries:
            worth |= _worth(entry, self.assignment.weights[entry.id], self.assignment.speed)
        object.__setattr__(self, "worth", worth)

    def __call__(self, report: Report) -> Report:
        """The report as this assignment has it."""
        handed_in = self.handed_in.get(report.submission)
        bare = replace(
            report,
            checks=tuple(map(self._check, report.checks)),
            assignment=self.assignment.title or self.assignment.name,
            attempt=handed_in.attempt if handed_in else report.attempt,
        )
        return replace(bare, adjustments=(*self._late(bare, handed_in), *self._manual(bare)))

    def variant_of(self, seed: int, submission: str) -> str:
        """The variant of a submission's student, the same in every hand-in; "" where all have the same inputs."""
        if not self.assignment.variants:
            return ""
        return hashlib.sha256(f"variant\0{seed}\0{self.student(submission)}".encode()).hexdigest()[:10]

    def student(self, submission: str) -> str:
        """Whose a submission is."""
        handed_in = self.handed_in.get(submission)
        return handed_in.student if handed_in else submission

    def _check(self, check: Check) -> Check:
        if check.id not in self.worth:
            return check
        most = 0 if check.verdict == "grader_fault" else self.worth[check.id]
        return replace(
            check,
            points=most if check.verdict == "passed" else 0,
            max_points=most,
            visibility="hidden" if check.id in self.assignment.hidden else "visible",
        )

    def _late(self, report: Report, handed_in: HandedIn | None) -> list[Adjustment]:
        late, days = self.assignment.late, handed_in.late_days if handed_in else 0
        share = late.share(days)
        if not share:
            return []
        reason = _why_less(days, late, f"{100 * share:g}")
        return [Adjustment("late", tidy(-round(report.earned * share, 2)), str(reason), tuple(parts(reason)))]

    def _manual(self, report: Report) -> list[Adjustment]:
        marks = self.manual.get(self.student(report.submission), ())
        return [Adjustment("manual", tidy(mark.points), mark.comment) for mark in marks]


def _why_less(days: int, late: Late, percent: str) -> Said:
    if days > late.days:
        return say("handed in too late (days late: {days}, allowed: {most}): it counts 0", days=days, most=late.days)
    if late.free:
        return say(
            "handed in {days} days late, {free} of which cost nothing: {percent} % less",
            days=days,
            free=late.free,
            percent=percent,
        )
    if days == 1:
        return say("handed in 1 day late: {percent} % less", percent=percent)
    return say("handed in {days} days late: {percent} % less", days=days, percent=percent)


def _worth(entry: Entry, weight: float, speed: bool) -> dict[str, float]:
    """What each check of an exercise is worth when all of them together are worth its weight."""
    checks = read_checks(entry.grader, speed)
    total = sum(check.points for check in checks)
    return {f"{entry.id}::{check.name}": tidy(check.points * weight / total) for check in checks if total}
