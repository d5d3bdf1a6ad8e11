"""From case results to checks and a report; works from JSON-able data alone, so any process can do it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from torchgrade.outcomes import CaseResult, CheckInfo
from torchgrade.results import Check, Evidence, Series, Verdict

# The first of these that a case shows is the check's verdict: what tells most, first.
_ORDER: tuple[Verdict, ...] = (
    "grader_fault",
    "crashed",
    "timeout",
    "missing",
    "error",
    "failed",
    "not_started",
    "not_run",
    "not_selected",
    "passed",
)

# A forbidden operation is seen twice: by the recorder while it runs, and in the source.
_FORBIDDEN = re.compile(
    r"forbidden operation(?:: (\S+) \((.+), line (\d+)\)| in the source: uses (\S+) \(line (\d+) of (.+)\))"
)


@dataclass
class CheckCases:
    """Everything known about one check: its declaration, its cases' results, the idea named for it."""

    info: CheckInfo
    results: list[CaseResult] = field(default_factory=list)
    misconception: str | None = None
    relation: tuple[Any, ...] = ()
    planned: int | None = None
    not_run: tuple[str, ...] = ()


def to_check(cases: CheckCases) -> Check:
    """The check as the results model has it: all-or-nothing points, the first failing case's message."""
    failing = [result for result in cases.results if result.verdict != "passed"]
    first = failing[0] if failing else None
    verdict = _verdict(cases, failing)
    info = cases.info
    return Check(
        exercise=info.exercise,
        id=info.id,
        title=info.title,
        points=info.points if verdict == "passed" else 0,
        max_points=0 if verdict == "grader_fault" else info.points,
        verdict=verdict,
        message=first.message if first else "",
        said=first.said if first else (),
        hint=info.hints[0] if info.hints and first else "",
        misconception=cases.misconception,
        relation=cases.relation,
        notes=_notes(cases.results),
        evidence=_evidence(cases, failing),
        stdout=(first or cases.results[-1]).printed if cases.results else "",
        duration_s=sum(result.duration_s for result in cases.results),
        file=info.file,
        line=info.line,
    )


def _notes(results: Sequence[CaseResult]) -> tuple[Any, ...]:
    """What is worth knowing, each thing once, whether or not the check passed."""
    found: list[Any] = []
    for result in results:
        found += [note for note in result.notes if note not in found]
    return tuple(found)


def _verdict(cases: CheckCases, failing: Sequence[CaseResult]) -> Verdict:
    incomplete = cases.planned is not None and len(cases.results) < cases.planned
    seen = {result.verdict for result in failing}
    for verdict in _ORDER:
        if verdict in seen:
            return verdict
    return "not_selected" if incomplete or not cases.results else "passed"


def _evidence(cases: CheckCases, failing: Sequence[CaseResult]) -> Evidence:
    first = failing[0] if failing else None
    numbers = first.numbers if first else None
    return Evidence(
        cases=len(cases.results),
        failed=len(failing),
        first_failing_case=first.case if first else None,
        not_run=cases.not_run,
        series=max((result.series for result in failing), key=_length, default=()),
        **(vars(numbers) if numbers else {}),
    )


def _length(series: Sequence[Series]) -> tuple[bool, int]:
    """How much there is to see: the smallest case fails first, but a longer way tells more."""
    return any(one.surface for one in series), max((len(one.expected) for one in series), default=0)


def flags_of(groups: Mapping[str, CheckCases] | Sequence[CheckCases]) -> tuple[str, ...]:
    """Sentences for a human over all checks, one for each cause in each exercise."""
    found: dict[str, str] = {}
    for cases in groups.values() if isinstance(groups, Mapping) else groups:
        exercise = cases.info.exercise
        for result in cases.results:
            for flag in result.flags:
                _put(found, exercise, flag)
            if result.verdict in ("crashed", "timeout"):
                found[f"{exercise}: {result.verdict}"] = f"{exercise}: {result.verdict}"
    return tuple(found.values())


def _put(found: dict[str, str], exercise: str, flag: str) -> None:
    """Add a flag; of several on one forbidden line the source's name stays, which is what the learner wrote."""
    match = _FORBIDDEN.fullmatch(flag)
    if match is None:
        found[f"{exercise}: {flag}"] = f"{exercise}: {flag}"
        return
    recorded, file, line, written, line_too, file_too = match.groups()
    place = f"{file or file_too}, line {line or line_too}"
    if written or f"{exercise}, {place}" not in found:
        found[f"{exercise}, {place}"] = f"{exercise}: forbidden operation: {recorded or written} ({place})"
