"""The words and marks of verdicts, in one place, for every renderer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from torchgrade.language.speaking import _, language, speaking
from torchgrade.results import Check, Evidence

ONLY_CASE = "only case"  # what the one case of a check without parameters is called in results
RIGHT, WRONG, NEITHER = "✓", "✗", "–"


class Word(NamedTuple):
    """How a verdict is shown: a mark, never without its word."""

    mark: str
    word: str


def words() -> dict[str, Word]:
    """How each verdict is shown, in the language spoken now."""
    return _words(language())


@cache
def _words(locale: str) -> dict[str, Word]:
    with speaking(locale):
        return {
            "passed": Word(RIGHT, _("passed")),
            "failed": Word(WRONG, _("not right yet")),
            "error": Word(WRONG, _("raised an error")),
            "timeout": Word(WRONG, _("took too long")),
            "crashed": Word(WRONG, _("crashed")),
            "missing": Word(WRONG, _("missing")),
            "not_started": Word(NEITHER, _("not started")),
            "not_run": Word(NEITHER, _("not run here")),
            "not_selected": Word(NEITHER, _("not selected")),
            "grader_fault": Word(NEITHER, _("fault of the grader")),
        }


@cache
def _status_words(locale: str) -> dict[str, Word]:
    with speaking(locale):
        return {
            "graded": Word(RIGHT, _("graded")),
            "unreadable": Word(WRONG, _("could not be read")),
            "grader_fault": Word(NEITHER, _("fault of the grader")),
        }


# The first of these that occurs among an exercise's checks stands for the exercise.
_GRAVEST_FIRST = (
    "crashed",
    "timeout",
    "error",
    "failed",
    "missing",
    "grader_fault",
    "not_started",
    "not_selected",
    "passed",
    "not_run",
)


def of_verdict(verdict: str) -> Word:
    """The mark and word of a check's verdict; one that we do not know is shown as it is spelled."""
    return words().get(verdict, Word(NEITHER, verdict.replace("_", " ")))


def of_status(status: str) -> Word:
    """The mark and word of a report's status."""
    return _status_words(language()).get(status, Word(NEITHER, status.replace("_", " ")))


def verdict_of_exercise(checks: Iterable[Check]) -> str:
    """The one verdict that stands for an exercise: its gravest, so that ✓ means that all of it is right."""
    found = {check.verdict for check in checks}
    return next((verdict for verdict in _GRAVEST_FIRST if verdict in found), "not_run")


def submissions_in_words(number: int) -> str:
    """How many submissions: 1 submission, 3 submissions."""
    return _("1 submission") if number == 1 else _("{number} submissions", number=number)


def case_name(evidence: Evidence) -> str:
    """The first failing case as "case [id]", or nothing where a check has but one case and a name says nothing."""
    name = evidence.first_failing_case
    return "" if evidence.cases == 1 or not name or name == ONLY_CASE else _("case [{name}]", name=name)
