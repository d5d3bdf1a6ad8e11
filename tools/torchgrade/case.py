"""Running one recorded case against one answer, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, Protocol

from torchgrade import device_notes, failure_messages, messages
from torchgrade.compare import Difference, compare
from torchgrade.expected import Expected
from torchgrade.isolation.observe import Observation, Question
from torchgrade.isolation.transfers import Row
from torchgrade.language.said import parts
from torchgrade.outcomes import CaseResult, Numbers
from torchgrade.recorded import RecordedCase
from torchgrade.results import Verdict, json_number
from torchgrade.sample import error_of, sample_of, worst
from torchgrade.series import series_of


class Asked(Protocol):
    """An answer that can be asked: in this process or in a contestant."""

    printed: str

    def observe(self, question: Question) -> Observation:
        """Ask one question."""


@dataclass
class Played:
    """A case that was run: its result, and what was seen, for naming the idea behind a wrong answer."""

    case: RecordedCase
    result: CaseResult
    seen: list[Observation] = field(default_factory=list)
    difference: Difference | None = None
    expected: Expected | None = None


def play(case: RecordedCase, answer: Asked) -> Played:
    """Ask an answer everything a case asks, until the first difference."""
    start = time.perf_counter()
    if case.find_fault():
        return Played(case, outcome(case, "grader_fault", failure_messages.fault(case.fault)))
    played = _ask_all(case, answer)
    return replace(played, result=replace(played.result, duration_s=time.perf_counter() - start))


def outcome(case: RecordedCase, verdict: Verdict, message: str = "", **more: Any) -> CaseResult:
    """The result of a case."""
    return CaseResult(case.check.id, case.id, case.device, verdict, str(message), tuple(parts(message)), **more)


def _ask_all(case: RecordedCase, answer: Asked) -> Played:
    """Ask every question once, and hold what came back against what is right.

    In a watched case the same calls are recorded: code that heard a question twice could answer it from memory, and
    code that notices the recorder could give up or answer anything. A wrong answer is called wrong, whatever led to it.
    """
    seen: list[Observation] = []
    hits: list[Row] = []
    notes: list[Any] = []
    printed = ""
    for item, question in case.asked:
        if item.step.layer == "speed":
            return _raced(case, item, answer)
        seen.append(answer.observe(question))
        printed += answer.printed
        hits += device_notes.forbidden_hits(seen[-1])
        notes += map(parts, device_notes.of_call(case.target, question, seen[-1]))
        difference, numbers = _looked_at(item, seen[-1])
        if difference:
            series = series_of(item, seen[-1], case.target.probe)
            more = {
                "kind": difference.kind,
                "numbers": numbers,
                "series": series,
                "printed": printed,
                "notes": tuple(notes),
            }
            result = outcome(case, difference.verdict, difference.message, **more)
            return Played(case, result, seen, difference, item)
    if hits:
        return Played(case, _forbidden(case, hits, printed), seen)
    return Played(case, outcome(case, "passed", printed=printed, notes=tuple(notes)), seen)


def _raced(case: RecordedCase, item: Expected, answer: Asked) -> Played:
    """Let the answer run beside torch's own; what it shows on the way must be right."""
    from torchgrade import speed

    within = item.step.call.within
    try:
        clocks = speed.clocks(case.device, answer)
        found = speed.Race(case.target, item.step.call, case.device, answer.observe, *clocks).run()
    except speed.Wrong as wrong:
        difference = wrong.difference
        if difference is None:
            return Played(case, _forbidden(case, wrong.seen.hits, answer.printed), [wrong.seen])
        result = outcome(case, difference.verdict, difference.message, kind=difference.kind, printed=answer.printed)
        return Played(case, result, [wrong.seen], difference, wrong.expected)
    said = speed.sentence(found, within)
    if speed.passes(found, within):
        return Played(case, outcome(case, "passed", notes=(parts(said),)))
    return Played(case, outcome(case, "failed", said, kind="slow"), [], Difference("slow", "failed", said), item)


def _forbidden(case: RecordedCase, hits: Sequence[Row], printed: str) -> CaseResult:
    pattern, operation, file, line = hits[0]
    message = failure_messages.forbidden(operation, pattern, PurePosixPath(file).name, line)
    flags = tuple(f"forbidden operation: {o} ({PurePosixPath(f).name}, line {n})" for _, o, f, n in hits)
    return outcome(case, "failed", message, kind="forbidden", flags=flags, printed=printed)


def _looked_at(expected: Expected, seen: Observation) -> tuple[Difference | None, Numbers | None]:
    """The first difference and its figures; an answer that cannot even be compared is wrong, whatever it is."""
    try:
        difference = compare(expected, seen)
        return difference, _numbers(difference) if difference else None
    except Exception as error:  # what a learner returns must not stop the grading of others
        return Difference("incomparable", "failed", messages.incomparable(error)), None


def _numbers(difference: Difference) -> Numbers | None:
    right, yours, allowed = difference.expected, difference.yours, difference.allowed
    if right is None or yours is None or allowed is None:
        return None
    error = error_of(right, yours)
    at = worst(error, allowed)
    relative = (error / right.abs()).nan_to_num(nan=0.0, posinf=float("inf"))
    return Numbers(
        max_abs_error=json_number(float(error.max())),
        max_rel_error=json_number(float(relative.max())),
        at=at,
        tolerance=float(allowed[at]),
        sample=sample_of(right, yours, allowed),
    )
