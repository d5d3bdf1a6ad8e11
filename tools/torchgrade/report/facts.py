"""What a submission's page says about a check in numbers, and the command that runs an exercise again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from torchgrade.language.speaking import _, say_again
from torchgrade.report.causes import shared_cause
from torchgrade.report.heatmap import Heatmap, heatmap
from torchgrade.report.measured import SENTENCE, measured
from torchgrade.report.plots import Plot, plot
from torchgrade.report.text import as_finite, factor, number
from torchgrade.report.words import ONLY_CASE, case_name, verdict_of_exercise
from torchgrade.results import Check, Environment, Evidence, Report, tidy


@dataclass(frozen=True)
class CheckPart:
    """A check with what is shown beside it.

    What the wrong numbers have to do with the right ones, the message in two parts, its numbers as columns, facts as
    (term, text), what is worth knowing and costs nothing, the pictures, and whether the wrong idea or the print was
    shown above already.
    """

    check: Check
    relation: str
    headline: str
    detail: str
    columns: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    heatmap: Heatmap | None
    plots: tuple[Plot, ...]
    hint_command: str
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
        ideas = dict.fromkeys(part.check.misconception or part.relation for part in self.checks)
        ideas.pop("", None)
        return "; ".join(ideas) if ideas or not self.cause else self.cause.headline


Pictures = dict[int, tuple[Heatmap | None, tuple[Plot, ...]]]


def exercise_parts(report: Report, pictures: Pictures | None = None) -> list[ExercisePart]:
    """The report's exercises in their order, as the page shows them.

    Args:
        report: the results.
        pictures: those of checks by their identity, kept from one view of a report to the next.
    """
    known = {} if pictures is None else pictures
    return [_exercise(name, checks, report.environment, known) for name, checks in report.exercises().items()]


def command(exercise: str, seed: int = 0) -> str:
    """The shell command that runs this exercise's checks, with the seed that drew the inputs if it is known."""
    words = ["pytest", "--exercise", exercise.rpartition("/")[2], *(["--seed", str(seed)] if seed else [])]
    return shlex.join(words)


def case_command(check: Check, environment: Environment) -> str:
    """The shell command that runs the first failing case of a check alone; "" where it has none or the only one."""
    case, test = check.evidence.first_failing_case, check.id.rpartition("::")[2]
    if not case or not check.file or case == ONLY_CASE:
        return ""
    device = environment.device.partition(",")[0]
    seed = ["--seed", str(environment.seed)] if environment.seed else []
    return shlex.join(["pytest", f"{check.file}::{test}[{case}-{device}]", *seed])


def facts(check: Check, environment: Environment | None = None) -> Iterator[tuple[str, str]]:
    """What was measured and is not in the message's own columns, as pairs of a term and a text."""
    evidence = check.evidence
    if evidence.failed and evidence.cases > 1:
        yield _("cases"), _cases(evidence)
    if not measured(check):
        yield from _errors(check)
    if as_finite(evidence.max_rel_error) is not None:  # infinite wherever 0 was expected, which tells nothing
        yield _("largest relative error"), number(evidence.max_rel_error)
    again = case_command(check, environment) if environment else ""
    if again and "`" not in again:
        yield _("this case alone"), f"`{again}`"
    if evidence.not_run:
        yield _("not run on"), _("{devices} (not on this machine)", devices=", ".join(evidence.not_run))


def _cases(evidence: Evidence) -> str:
    name, numbers = case_name(evidence), {"failed": evidence.failed, "cases": evidence.cases}
    if not name:
        return _("{failed} of {cases} not right", **numbers)
    if evidence.failed == 1:
        return _("{failed} of {cases} not right: {case}", **numbers, case=name)
    return _("{failed} of {cases} not right, the first is {case}", **numbers, case=name)


def _errors(check: Check) -> Iterator[tuple[str, str]]:
    evidence = check.evidence
    if evidence.max_abs_error is not None:
        error = number(evidence.max_abs_error)
        place = _("{error} at {place}", error=error, place=list(evidence.at)) if evidence.at else error
        yield _("largest error"), place
    if evidence.tolerance is not None:
        yield _("allowed there"), _allowed(check, evidence.tolerance)


def _allowed(check: Check, tolerance: float) -> str:
    """The tolerance, and the error in its terms where that says something and the message does not."""
    error = as_finite(check.evidence.max_abs_error)
    if error is None or not tolerance or error < 2 * tolerance or SENTENCE in check.said[:1]:
        return number(tolerance)
    times = factor(error / tolerance)
    return _("{tolerance}; the error is {times} times that", tolerance=number(tolerance), times=times)


def _exercise(exercise: str, checks: tuple[Check, ...], environment: Environment, known: Pictures) -> ExercisePart:
    unit, _, name = exercise.rpartition("/")
    cause = shared_cause(checks)
    return ExercisePart(
        unit=unit,
        name=name,
        points=tidy(sum(check.points for check in checks)),
        max_points=tidy(sum(check.max_points for check in checks)),
        command=command(exercise, environment.seed),
        verdict=cause.verdict if cause else verdict_of_exercise(checks),
        cause=_check(cause, (), environment, known) if cause else None,
        checks=tuple(_check(check, checks[:place], environment, known) for place, check in enumerate(checks)),
    )


def _idea(check: Check) -> object:
    """What a check looks like, to be compared: a named idea, else the relation of its numbers."""
    return check.misconception or check.relation


def _check(check: Check, before: Sequence[Check], environment: Environment, known: Pictures) -> CheckPart:
    """A check behind those before it in its exercise."""
    headline, _, detail = check.message.strip("\n").partition("\n")
    sample, numbers = check.evidence.sample, measured(check)
    alone = numbers is not None and sample is not None and sum(map(len, sample.error)) == 1
    if id(check) not in known:
        map_of = heatmap(sample, check.evidence.tolerance) if sample and not alone else None
        known[id(check)] = (map_of, tuple(map(plot, check.evidence.series)))
    return CheckPart(
        check=check,
        relation=say_again(check.relation) if check.relation and not check.misconception else "",
        headline=numbers.headline if numbers else headline,
        detail=detail,
        columns=numbers.columns if numbers else (),
        facts=tuple(facts(check, environment)),
        notes=tuple(map(say_again, check.notes)),
        heatmap=known[id(check)][0],
        plots=known[id(check)][1],
        hint_command=shlex.join(["torchgrade", "hint", check.exercise.rpartition("/")[2]]),
        same_idea=any(_idea(other) == _idea(check) for other in before),
        same_print=any(other.stdout == check.stdout for other in before),
    )
