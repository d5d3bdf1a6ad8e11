"""From case results to checks and a report; works from JSON-able data alone, so any process can do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from torchgrade.outcomes import CaseResult, CheckInfo
from torchgrade.results import Check, Evidence, Verdict

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


@dataclass
class CheckCases:
    """Everything known about one check: its declaration, its cases' results, the idea named for it."""

    info: CheckInfo
    results: list[CaseResult] = field(default_factory=list)
    misconception: str | None = None
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
        hint=info.hints[0] if info.hints and first else "",
        misconception=cases.misconception,
        evidence=_evidence(cases, len(failing), first),
        stdout=(first or cases.results[-1]).printed if cases.results else "",
        duration_s=sum(result.duration_s for result in cases.results),
        file=info.file,
        line=info.line,
    )


def _verdict(cases: CheckCases, failing: Sequence[CaseResult]) -> Verdict:
    incomplete = cases.planned is not None and len(cases.results) < cases.planned
    seen = {result.verdict for result in failing}
    for verdict in _ORDER:
        if verdict in seen:
            return verdict
    return "not_selected" if incomplete or not cases.results else "passed"


def _evidence(cases: CheckCases, failed: int, first: CaseResult | None) -> Evidence:
    numbers = first.numbers if first else None
    evidence = Evidence(
        cases=len(cases.results),
        failed=failed,
        first_failing_case=first.case if first else None,
        not_run=cases.not_run,
    )
    if numbers is None:
        return evidence
    return Evidence(
        evidence.cases,
        evidence.failed,
        evidence.first_failing_case,
        numbers.max_abs_error,
        numbers.max_rel_error,
        numbers.at,
        numbers.tolerance,
        numbers.sample,
        evidence.not_run,
    )


def flags_of(groups: Mapping[str, CheckCases] | Sequence[CheckCases]) -> tuple[str, ...]:
    """Sentences for a human over all checks, each once."""
    found: dict[str, None] = {}
    for cases in groups.values() if isinstance(groups, Mapping) else groups:
        for result in cases.results:
            for flag in result.flags:
                found[f"{cases.info.exercise}: {flag}"] = None
            if result.verdict in ("crashed", "timeout"):
                found[f"{cases.info.exercise}: {result.verdict}"] = None
    return tuple(found)
