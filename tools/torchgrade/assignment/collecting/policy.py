"""Which hand-ins count: how late each is, how many a student may have, and which of them is taken."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from torchgrade.assignment.collecting.found import Found
from torchgrade.assignment.collecting.people import People
from torchgrade.assignment.handed_in import HandedIn
from torchgrade.assignment.model import Assignment

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Decided:
    """A hand-in and what became of it."""

    found: Found
    item: HandedIn


def decide(
    found: Iterable[Found], assignment: Assignment, people: People, extensions: Mapping[str, datetime]
) -> list[Decided]:
    """What counts, by student and in the order of time; the others say why not."""
    students: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        students[people.whose(one.keys)].append(one)
    decided: list[Decided] = []
    for student in sorted(students):
        due = extensions.get(student, assignment.due)
        decided += _of_student(student, students[student], assignment, due)
    return decided


def last_moment(assignment: Assignment, extensions: Mapping[str, datetime]) -> datetime | None:
    """After this nothing of anyone counts."""
    if assignment.due is None:
        return None
    return max([assignment.due, *extensions.values()]) + assignment.late.days * _DAY


def _of_student(student: str, found: list[Found], assignment: Assignment, due: datetime | None) -> list[Decided]:
    in_time = sorted(found, key=lambda one: (one.attempt or 0, one.submitted.timestamp() if one.submitted else 0.0))
    decided = [
        Decided(one, _judged(HandedIn("", student, number, one.submitted), one, assignment, due))
        for number, one in enumerate(in_time, start=1)
    ]
    if assignment.counts == "best":
        return decided
    last = max((number for number, one in enumerate(decided) if one.item.counts), default=None)
    return [
        one if number == last or not one.item.counts else _left_out(one, "a later one counts")
        for number, one in enumerate(decided)
    ]


def _judged(item: HandedIn, found: Found, assignment: Assignment, due: datetime | None) -> HandedIn:
    days = _late_days(found, due)
    item = replace(item, late_days=days)
    if assignment.attempts and item.attempt > assignment.attempts:
        return replace(item, counts=False, remark=f"hand-in {item.attempt} of at most {assignment.attempts}")
    if days > assignment.late.days:
        return replace(item, counts=False, remark=f"{days} days late, and {assignment.late.days} are allowed")
    return item


def _late_days(found: Found, due: datetime | None) -> int:
    """Days begun after the due date; what the source itself calls late is at least one."""
    beyond = (found.submitted - due) / _DAY if found.submitted and due else 0.0
    return max(0, math.ceil(beyond), int(found.late))


def _left_out(one: Decided, why: str) -> Decided:
    return replace(one, item=replace(one.item, counts=False, remark=why))
