"""What a submission's page says about a check in numbers, and the command that runs an exercise again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from torchgrade.report.causes import shared_cause
from torchgrade.report.heatmap import Heatmap, heatmap
from torchgrade.report.measured import SENTENCE, measured
from torchgrade.report.text import as_finite, factor, number
from torchgrade.report.words import case_name, verdict_of_exercise
from torchgrade.results import Check, Report, tidy

NOT_RUN = "not run on"


@dataclass(frozen=True)
class CheckPart:
    """A check with what is shown beside it.

    The message in two parts, its numbers as columns, facts as (term, text), the pictures, and whether the wrong
    idea or the print was shown above already.
    """

    check: Check
    headline: str
    detail: str
    columns: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    heatmap: Heatmap | None
    same_idea: bool
    same_print: bool


@dataclass(frozen=True)
class ExercisePart:
    """An exercise of a submission, split into unit and name, with its points and its checks.

    `cause` is there if one cause stands behind all checks and is told once instead of them.
    """

    unit: str
    name: str
    points: float
    max_points: float
    command: str
    verdict: str
    cause: CheckPart | None
    checks: tuple[CheckPart, ...]

    @property
    def started(self) -> bool:
        """Whether any check has more to say than that nothing was written yet."""
        return any(part.check.verdict != "not_started" for part in self.checks)

    @property
    def remark(self) -> str:
        """What went wrong in the fewest words: the wrong ideas, or the one cause of everything."""
        ideas = dict.fromkeys(part.check.misconception for part in self.checks if part.check.misconception)
        return "; ".join(ideas) if ideas or not self.cause else self.cause.headline


def exercise_parts(report: Report) -> list[ExercisePart]:
    """The report's exercises in their order, as the page shows them."""
    return [_exercise(name, checks, report.environment.seed) for name, checks in report.exercises().items()]


def command(exercise: str, seed: int = 0) -> str:
    """The shell command that runs this exercise's checks, with the seed that drew the inputs if it is known."""
    words = ["pytest", "--exercise", exercise.rpartition("/")[2], *(["--seed", str(seed)] if seed else [])]
    return shlex.join(words)


def facts(check: Check) -> Iterator[tuple[str, str]]:
    """What was measured and is not in the message's own columns, as pairs of a term and a text."""
    evidence = check.evidence
    if evidence.failed and evidence.cases > 1:
        name = case_name(evidence)
        which = f"{', the first is' if evidence.failed > 1 else ':'} {name}" if name else ""
        yield "cases", f"{evidence.failed} of {evidence.cases} not right{which}"
    if not measured(check):
        yield from _errors(check)
    if as_finite(evidence.max_rel_error) is not None:  # infinite wherever 0 was expected, which tells nothing
        yield "largest relative error", number(evidence.max_rel_error)
    if evidence.not_run:
        yield NOT_RUN, f"{', '.join(evidence.not_run)} (not on this machine)"


def _errors(check: Check) -> Iterator[tuple[str, str]]:
    evidence = check.evidence
    if evidence.max_abs_error is not None:
        place = f" at {list(evidence.at)}" if evidence.at else ""
        yield "largest error", f"{number(evidence.max_abs_error)}{place}"
    if evidence.tolerance is not None:
        yield "allowed there", f"{number(evidence.tolerance)}{_times(check)}"


def _times(check: Check) -> str:
    """How many times the tolerance the largest error is, where that says something and the message does not."""
    error, tolerance = as_finite(check.evidence.max_abs_error), check.evidence.tolerance
    if error is None or not tolerance or error < 2 * tolerance or SENTENCE in check.said[:1]:
        return ""
    return f"; the error is {factor(error / tolerance)} times that"


def _exercise(exercise: str, checks: tuple[Check, ...], seed: int) -> ExercisePart:
    unit, _, name = exercise.rpartition("/")
    cause = shared_cause(checks)
    return ExercisePart(
        unit=unit,
        name=name,
        points=tidy(sum(check.points for check in checks)),
        max_points=tidy(sum(check.max_points for check in checks)),
        command=command(exercise, seed),
        verdict=cause.verdict if cause else verdict_of_exercise(checks),
        cause=_check(cause, ()) if cause else None,
        checks=tuple(_check(check, checks[:place]) for place, check in enumerate(checks)),
    )


def _check(check: Check, before: Sequence[Check]) -> CheckPart:
    """A check behind those before it in its exercise."""
    headline, _, detail = check.message.strip("\n").partition("\n")
    sample, numbers = check.evidence.sample, measured(check)
    alone = numbers is not None and sample is not None and sum(map(len, sample.error)) == 1
    return CheckPart(
        check=check,
        headline=numbers.headline if numbers else headline,
        detail=detail,
        columns=numbers.columns if numbers else (),
        facts=tuple(facts(check)),
        heatmap=heatmap(sample, check.evidence.tolerance) if sample and not alone else None,
        same_idea=any(other.misconception == check.misconception for other in before),
        same_print=any(other.stdout == check.stdout for other in before),
    )
