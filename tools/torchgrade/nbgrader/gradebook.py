"""Scores and comments in nbgrader's gradebook, through its own API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from torchgrade.formats.wording import verdict, why
from torchgrade.language.speaking import _
from torchgrade.nbgrader.answers import ANSWER
from torchgrade.nbgrader.autograde import cells_of
from torchgrade.report.text import points, visible
from torchgrade.report.views import learner_view
from torchgrade.results import Check, Report


def enter(place: Mapping[str, str], report: Report, said: Sequence[str] = ()) -> None:
    """Enter one exercise of one submission; what a person has entered stays.

    Args:
        place: nbgrader's word on which notebook of whom this is, with the gradebook's address.
        report: the exercise's results.
        said: what there is to say about finding the answer.
    """
    from nbgrader.api import Gradebook

    where = (place["notebook"], place["assignment"], place["student"])
    with Gradebook(place["db_url"]) as book:
        _scores(book, where, report)
        book.find_comment(ANSWER, *where).auto_comment = text_of(report, said) or None
        book.db.commit()


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


def _scores(book: Any, where: tuple[str, str, str], report: Report) -> None:
    """Nbgrader asks for a person where somebody marked by hand before; we do where the fault is ours."""
    for name, checks in cells_of(report).items():
        grade = book.find_grade(name, *where)
        faulty = any(check.verdict == "grader_fault" for check in checks)
        grade.auto_score = None if faulty else float(sum(check.points for check in checks))
        grade.needs_manual_grade = faulty or grade.manual_score is not None
