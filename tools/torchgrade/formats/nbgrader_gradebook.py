"""nbgrader: scores and comments in a gradebook.db, through nbgrader's own API."""

from __future__ import annotations

import os
import sqlite3
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from torchgrade.errors import BadInput
from torchgrade.formats.gradebook_entries import ANSWER, cells_of, enter_comment, enter_scores, has_hidden_cell
from torchgrade.formats.matching import lookup, match
from torchgrade.formats.moodle import comment
from torchgrade.formats.wording import short
from torchgrade.nbgrader.alembic import find_alembic
from torchgrade.report.text import visible
from torchgrade.report.views import learner_view
from torchgrade.results import Check, Report, tidy

_COURSE = "default_course"  # nbgrader's own word for a course without a name


def fill_gradebook(reports: Sequence[Report], database: Path, assignment: str = "") -> list[str]:
    """Enter reports in a gradebook, which is made if it is not there; return notes for the teacher.

    Each exercise is a notebook, each check a grade cell of it, called as its test function; what nbgrader, or a
    teacher, entered elsewhere stays. All is done on a copy that takes the gradebook's place at the end. Students
    of a gradebook that has some are looked for there and none is added; a new one gets a student per submission.

    Args:
        reports: one for each submission, hidden checks included; comments are made from the learners' view.
        database: the gradebook.
        assignment: what it is called there; by default as the reports say.

    Raises:
        BadInput: nbgrader is not installed, or the gradebook cannot be read or written.
    """
    api = _nbgrader()
    called = visible(assignment or next((r.assignment for r in reports if r.assignment), "torchgrade"))
    try:
        with warnings.catch_warnings(), _copy(database) as (copy, course):
            warnings.simplefilter("ignore")  # SQLAlchemy's, on nbgrader's own ways
            with api.Gradebook(f"sqlite:///{copy}", course_id=course) as book:
                return _enter(api, book, called, reports, str(database))
    except (OSError, sqlite3.Error, api.InvalidEntry, _database_error()) as error:
        raise BadInput(
            f"{database}: cannot be filled in ({str(error).splitlines()[0]}). It is as it was; close what has it open."
        ) from None


def _nbgrader() -> Any:
    """Nbgrader's module, which asks a program beside Python for a new gradebook's version."""
    find_alembic()
    try:
        from nbgrader import api
    except ImportError:
        raise BadInput("nbgrader is not installed here. pip install 'torchgrade[nbgrader]'") from None
    return api


def _database_error() -> type[Exception]:
    from sqlalchemy.exc import SQLAlchemyError

    found: type[Exception] = SQLAlchemyError
    return found


@contextmanager
def _copy(database: Path) -> Iterator[tuple[Path, str]]:
    """A copy that replaces the gradebook if all goes well, and the name of its course."""
    database.parent.mkdir(parents=True, exist_ok=True)
    aside = database.resolve().with_name(f".{database.name}.{os.getpid()}.tmp")
    try:
        course = _COURSE
        if database.exists():
            with closing(sqlite3.connect(database)) as old, closing(sqlite3.connect(aside)) as new:
                old.backup(new)
                course = _course(new)
        yield aside, course
        os.replace(aside, database.resolve())
    finally:
        for path in (aside, aside.with_name(f"{aside.name}-journal")):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _course(database: sqlite3.Connection) -> str:
    with suppress(sqlite3.OperationalError):  # a gradebook from before nbgrader had courses
        row = database.execute("SELECT id FROM course LIMIT 1").fetchone()
        return str(row[0]) if row else _COURSE
    return _COURSE


def _enter(api: Any, book: Any, assignment: str, reports: Sequence[Report], file: str) -> list[str]:
    students = list(book.students)
    if not students:
        for name in dict.fromkeys(visible(report.submission) for report in reports):
            book.add_student(name)
        students = list(book.students)
    fields = ("id", "lms_user_id", "email")
    find = lookup([{i: getattr(student, name) or "" for i, student in enumerate(students)} for name in fields])
    found = match(reports, lambda name: find(visible(name)), file)
    _declare(book, assignment, list(found.by_row.values()))
    for place, report in found.by_row.items():
        _submission(api, book, assignment, students[place].id, report)
    book.db.commit()
    return [*found.notes, *_left_out(list(found.by_row.values()))]


def _declare(book: Any, assignment: str, reports: Sequence[Report]) -> None:
    """The assignment with a notebook for each exercise and a cell for each check of any report."""
    book.update_or_create_assignment(assignment)
    worths: dict[str, dict[str, float]] = {}
    for report in reports:
        for exercise, checks in report.exercises().items():
            notebook = book.update_or_create_notebook(short(exercise), assignment)
            worth = worths.setdefault(notebook.name, {})
            for name, found in cells_of(checks, has_hidden_cell(notebook)).items():
                worth[name] = max(sum(check.max_points for check in found), worth.get(name, 0))
    for notebook, worth in worths.items():
        book.update_or_create_solution_cell(ANSWER, notebook, assignment)
        for name, points in worth.items():
            book.update_or_create_grade_cell(name, notebook, assignment, max_score=points, cell_type="code")


def _submission(api: Any, book: Any, assignment: str, student: str, report: Report) -> None:
    when = {"timestamp": report.timing.started} if report.timing.started else {}
    submission = book.update_or_create_submission(assignment, student, **when)
    groups, shown = report.exercises(), learner_view(report).exercises()
    of_notebook = {short(exercise): exercise for exercise in groups}
    for notebook in submission.notebooks:
        exercise = of_notebook.get(notebook.name)
        if exercise is not None:
            enter_scores(api, notebook, cells_of(groups[exercise], has_hidden_cell(notebook.notebook)))
            enter_comment(api, notebook, comment(Report(report.submission, shown[exercise])))
            notebook.late_submission_penalty = _penalty(report, groups[exercise])


def _penalty(report: Report, checks: Sequence[Check]) -> float | None:
    """What lateness takes from one exercise: its share of what it takes from all."""
    taken = -sum(adjustment.change for adjustment in report.adjustments if adjustment.kind == "late")
    if not taken or not report.earned:
        return None
    return float(tidy(taken * sum(check.points for check in checks) / report.earned))


def _left_out(reports: Sequence[Report]) -> list[str]:
    """A note on marks by hand, which belong to no cell of a notebook."""
    names = [r.submission for r in reports if any(adjustment.kind == "manual" for adjustment in r.adjustments)]
    return [f"marks by hand are not entered, add them in form grader: {', '.join(map(visible, names))}"] * bool(names)
