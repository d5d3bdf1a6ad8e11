"""Scores and comments in nbgrader's gradebook, through its own API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from torchgrade.formats.gradebook_entries import add_missing_cells, cells_of, enter_comment, enter_scores
from torchgrade.formats.wording import verdict, why
from torchgrade.language.speaking import _
from torchgrade.nbgrader.lateness import extension
from torchgrade.report.text import points, visible
from torchgrade.report.views import learner_view
from torchgrade.results import Check, Report


def enter(place: Mapping[str, str], report: Report, said: Sequence[str] = (), due: datetime | None = None) -> None:
    """Enter one exercise of one submission; what a person has entered stays.

    Args:
        place: nbgrader's word on which notebook of whom this is, with the gradebook's address.
        report: the exercise's results.
        said: what there is to say about finding the answer.
        due: the student's own due date, where the assignment has one.
    """
    from nbgrader import api

    notebook, assignment, student = place["notebook"], place["assignment"], place["student"]
    cells = cells_of(report.checks, together=True)
    with api.Gradebook(place["db_url"]) as book:
        add_missing_cells(book, book.find_notebook(notebook, assignment), assignment, cells)
        submitted = book.find_submission_notebook(notebook, assignment, student)
        enter_scores(api, submitted, cells)
        enter_comment(api, submitted, text_of(report, said))
        if due is not None:
            submitted.assignment.extension = extension(due, submitted.assignment.assignment.duedate)
        book.db.commit()


def enter_without_notebooks(db_url: str, assignment: str, student: str) -> None:
    """Let the gradebook know of a submission in which nbgrader finds nothing, so that nobody is lost."""
    from nbgrader import api

    with api.Gradebook(db_url) as book:
        book.update_or_create_student(student)
        book.update_or_create_submission(assignment, student)


def text_of(report: Report, said: Sequence[str] = ()) -> str:
    """The comment on an answer, with nothing of what is hidden; feedback reads it as Markdown, so no tag is in it."""
    shown = learner_view(report)
    total = _("{score} of {most} points.", score=points(shown.score), most=points(shown.max_score))
    lines = [*map(visible, said), total, *_reasons(shown.checks)]
    return "  \n".join(line.replace("<", "\\<") for line in lines)


def _reasons(checks: Sequence[Check]) -> Iterator[str]:
    """Each reason once, with the check that it is about, or how many they are."""
    found: dict[str, list[Check]] = {}
    for check in checks:
        if check.verdict != "passed":
            found.setdefault(next(iter(why(check)), verdict(check)), []).append(check)
    for reason, about in found.items():
        if len(about) == 1:
            yield _("{title}: {reason}", title=about[0].title, reason=reason)
        else:
            yield _("{number} checks: {reason}", number=len(about), reason=reason)
