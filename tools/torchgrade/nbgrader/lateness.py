"""When notebooks were handed in, held against the assignment's dates, and what nbgrader takes for it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from torchgrade.assignment.collecting.command import beside
from torchgrade.assignment.collecting.found import Found
from torchgrade.assignment.collecting.people import People, read_extensions
from torchgrade.assignment.collecting.policy import decide
from torchgrade.assignment.handed_in import HandedIn
from torchgrade.assignment.model import Assignment
from torchgrade.nbgrader.course import NbCourse
from torchgrade.results import tidy

_DAY_S = 86400


@dataclass(frozen=True)
class Lateness:
    """Each student's own due date, and what is known of the hand-in; empty where the assignment has no due date."""

    due: Mapping[str, datetime] = field(default_factory=dict)
    handed_in: Mapping[str, HandedIn] = field(default_factory=dict)


def lateness(course: NbCourse, assignment: Assignment, students: Sequence[str], directory: Any) -> Lateness:
    """How late these students handed in; the gradebook is told when the assignment is due.

    Args:
        course: where the submissions lie, each with the time that the exchange wrote down.
        assignment: its dates count; without a due date lateness is nbgrader's own.
        students: whose.
        directory: nbgrader's CourseDirectory.

    Raises:
        BadInput: extensions.csv is wrong.
    """
    if assignment.due is None:
        return Lateness()
    table = beside(assignment.path, "extensions.csv")
    own = read_extensions(table, assignment.due) if table else _granted(assignment, directory)
    due = {student: own.get(student, assignment.due) for student in students}
    enter_due(directory.db_url, assignment)
    found = [_found(student, course.handed_in(assignment.name, student), directory) for student in students]
    decided = decide(found, assignment, People(), due)
    return Lateness(due, {one.item.student: one.item for one in decided})


def enter_due(db_url: str, assignment: Assignment) -> None:
    """Tell the gradebook, which form grader shows, when an assignment is due."""
    from nbgrader.api import Gradebook

    if assignment.due is not None:
        with Gradebook(db_url) as book:
            book.update_or_create_assignment(assignment.name, duedate=assignment.due)


def due_at_release(course: NbCourse) -> Callable[[Any, Any], tuple[Any, Any]]:
    """A step of nbgrader's generate_assignment, which tells the gradebook when the assignment is due."""

    def tell(nb: Any, resources: Any) -> tuple[Any, Any]:
        place = resources["nbgrader"]
        if (course.root / f"{place['assignment']}.toml").is_file():  # others may be in the course too
            enter_due(place["db_url"], course.assignment(place["assignment"]))
        return nb, resources

    return tell


def extension(due: datetime, assignment_due: datetime) -> timedelta | None:
    """What a student's own due date is in nbgrader's terms."""
    beyond = due.astimezone(timezone.utc).replace(tzinfo=None) - assignment_due
    return beyond or None


def penalty_class(made_for: NbCourse) -> type:
    """The plugin that nbgrader asks what a late notebook loses; made here, since nbgrader need not be installed.

    Args:
        made_for: the course, whose assignments say what lateness costs.
    """
    from nbgrader.plugins import LateSubmissionPlugin

    class LatePenalty(LateSubmissionPlugin):  # type: ignore[misc, unused-ignore]
        """Takes the share of the score that the assignment's file names; without a due date there, as nbgrader does."""

        course = made_for

        def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> Any:
            """The points to take from one notebook."""
            asks: Any = self.parent
            assignment = self.course.assignment(asks.assignment_id)
            if assignment.due is None:
                return super().late_submission_penalty(student_id, score, total_seconds_late)
            return tidy(score * assignment.late.share(math.ceil(total_seconds_late / _DAY_S)))

    return LatePenalty


def _granted(assignment: Assignment, directory: Any) -> dict[str, datetime]:
    """The due dates of students to whom nbgrader's gradebook gives more time."""
    from nbgrader.api import Gradebook

    with Gradebook(directory.db_url) as book:
        submissions = book.assignment_submissions(assignment.name)
        due = assignment.due
        return {one.student.id: due + one.extension for one in submissions if due and one.extension}


def _found(student: str, folder: Path, directory: Any) -> Found:
    when = directory.get_existing_timestamp(str(folder))
    submitted = when.replace(tzinfo=timezone.utc) if when else None
    return Found(str(folder), (student,), submitted, lambda: ({}, {}))
