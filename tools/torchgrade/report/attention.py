"""What a human should look at: one sentence for each cause in each exercise of a submission."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from torchgrade.language.speaking import _
from torchgrade.report.words import of_verdict
from torchgrade.results import Report

_ALARMING = ("timeout", "crashed", "grader_fault")
_FORBIDDEN = re.compile(
    r"(?P<exercise>.*?): forbidden operation: (?P<operation>.+) \((?P<file>.+), line (?P<line>\d+)\)"
)


def attention(report: Report) -> tuple[str, ...]:
    """The run's own flags, then what went badly wrong while it ran, each said once, and that it was partial."""
    partial = (_("partial run: not every check was selected"),) if report.partial else ()
    return tuple(dict.fromkeys((*flag_sentences(report), *_from_checks(report), *partial)))


def flag_sentences(report: Report) -> tuple[str, ...]:
    """The run's own flags; one that is an exercise's verdict is said in words, with the checks that it befell."""
    return tuple(_sentence(report, flag) for flag in report.flags)


def _sentence(report: Report, flag: str) -> str:
    exercise, _colon, verdict = flag.rpartition(": ")
    if not exercise or verdict not in _ALARMING:
        found = _FORBIDDEN.fullmatch(flag)
        return (
            _("{exercise}: forbidden operation: {operation} ({file}, line {line})", **found.groupdict())
            if found
            else flag
        )
    number = sum(check.exercise == exercise and check.verdict == verdict for check in report.checks)
    return _say(exercise, verdict, number)


def _from_checks(report: Report) -> Iterator[str]:
    found = Counter((check.exercise, check.verdict) for check in report.checks if check.verdict in _ALARMING)
    for (exercise, verdict), number in found.items():
        yield _say(exercise, verdict, number)


def _say(exercise: str, verdict: str, number: int) -> str:
    word = of_verdict(verdict).word
    if not number:
        return _("{exercise}: {verdict}", exercise=exercise, verdict=word)
    if number == 1:
        return _("{exercise}: {verdict} in 1 check", exercise=exercise, verdict=word)
    return _("{exercise}: {verdict} in {number} checks", exercise=exercise, verdict=word, number=number)
