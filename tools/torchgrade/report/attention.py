"""What a human should look at: one sentence for each cause in each exercise of a submission."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from torchgrade.report.words import count, of_verdict
from torchgrade.results import Report

_ALARMING = ("timeout", "crashed", "grader_fault")


def attention(report: Report) -> tuple[str, ...]:
    """The run's own flags, then what went badly wrong while it ran, each said once, and that it was partial."""
    partial = ("partial run: not every check was selected",) if report.partial else ()
    return tuple(dict.fromkeys((*flag_sentences(report), *_from_checks(report), *partial)))


def flag_sentences(report: Report) -> tuple[str, ...]:
    """The run's own flags; one that is an exercise's verdict is said in words, with the checks that it befell."""
    return tuple(_sentence(report, flag) for flag in report.flags)


def _sentence(report: Report, flag: str) -> str:
    exercise, _, verdict = flag.rpartition(": ")
    if not exercise or verdict not in _ALARMING:
        return flag
    number = sum(check.exercise == exercise and check.verdict == verdict for check in report.checks)
    return _say(exercise, verdict, number)


def _from_checks(report: Report) -> Iterator[str]:
    found = Counter((check.exercise, check.verdict) for check in report.checks if check.verdict in _ALARMING)
    for (exercise, verdict), number in found.items():
        yield _say(exercise, verdict, number)


def _say(exercise: str, verdict: str, number: int) -> str:
    where = f" in {count(number, 'check')}" if number else ""
    return f"{exercise}: {of_verdict(verdict).word}{where}"
