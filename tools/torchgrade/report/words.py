"""The words and marks of verdicts, in one place, for every renderer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from torchgrade.results import Check, Evidence

ONLY_CASE = "only case"  # what the one case of a check without parameters is called in results
RIGHT, WRONG, NEITHER = "✓", "✗", "–"


class Word(NamedTuple):
    """How a verdict is shown: a mark, never without its word."""

    mark: str
    word: str


WORDS: dict[str, Word] = {
    "passed": Word(RIGHT, "passed"),
    "failed": Word(WRONG, "not right yet"),
    "error": Word(WRONG, "raised an error"),
    "timeout": Word(WRONG, "took too long"),
    "crashed": Word(WRONG, "crashed"),
    "missing": Word(WRONG, "missing"),
    "not_started": Word(NEITHER, "not started"),
    "not_run": Word(NEITHER, "not run here"),
    "not_selected": Word(NEITHER, "not selected"),
    "grader_fault": Word(NEITHER, "fault of the grader"),
}

STATUS_WORDS: dict[str, Word] = {
    "graded": Word(RIGHT, "graded"),
    "unreadable": Word(WRONG, "could not be read"),
    "grader_fault": Word(NEITHER, "fault of the grader"),
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
    return WORDS.get(verdict, Word(NEITHER, verdict.replace("_", " ")))


def of_status(status: str) -> Word:
    """The mark and word of a report's status."""
    return STATUS_WORDS.get(status, Word(NEITHER, status.replace("_", " ")))


def verdict_of_exercise(checks: Iterable[Check]) -> str:
    """The one verdict that stands for an exercise: its gravest, so that ✓ means that all of it is right."""
    found = {check.verdict for check in checks}
    return next((verdict for verdict in _GRAVEST_FIRST if verdict in found), "not_run")


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 check", "3 checks"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def case_name(evidence: Evidence) -> str:
    """The first failing case as "case [id]", or nothing where a check has but one case and a name says nothing."""
    name = evidence.first_failing_case
    return "" if evidence.cases == 1 or not name or name == ONLY_CASE else f"case [{name}]"
