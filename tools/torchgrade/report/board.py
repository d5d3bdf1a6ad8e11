"""The board: how every exercise of a run stands, in a terminal's width, and what to do next."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from torchgrade.report.text import visible
from torchgrade.report.words import of_verdict, verdict_of_exercise
from torchgrade.results import Check, Report, tidy

_COLOURS = {"✓": "green", "✗": "red", "–": "yellow"}
_PRINTED_LINES = 6
ONLY_CASE = "only case"  # what the one case of a check without parameters is called in results


class Line(NamedTuple):
    """A line of the board, and how a terminal that can shall draw it."""

    text: str
    styles: tuple[str, ...] = ()


def board(report: Report, width: int = 100, verbosity: int = 0) -> list[Line]:
    """The lines of the board; a negative verbosity gives one line an exercise."""
    exercises = report.exercises()
    waiting = [name for name, checks in exercises.items() if verdict_of_exercise(checks) == "not_started"]
    lines: list[Line] = []
    for name, checks in exercises.items():
        if name in waiting:
            continue
        lines.append(_exercise_line(name, checks))
        if verbosity >= 0:
            lines += _wrapped(_details(checks), width)
    if waiting:
        names = ", ".join(_short(name) for name in waiting)
        lines += _wrapped([Line(f"– not started: {names}", ("yellow",))], width)
    lines += _not_run(report)
    lines.append(Line(f"{_number(report.score)} of {_number(report.max_score)} points", ("bold",)))
    lines += _wrapped([Line(f"Next: {_next(report, waiting)}")], width)
    return lines


def _exercise_line(name: str, checks: Sequence[Check]) -> Line:
    verdict = of_verdict(verdict_of_exercise(checks))
    points = f"{_number(sum(c.points for c in checks))}/{_number(sum(c.max_points for c in checks))}"
    return Line(f"{verdict.mark} {name:<34} {verdict.word:<16} {points:>6}", (_COLOURS[verdict.mark], "bold"))


def _details(checks: Sequence[Check]) -> Iterator[Line]:
    """What an exercise's checks say; one that is all green needs no more than its line."""
    if all(check.verdict == "passed" for check in checks):
        return
    said: set[str] = set()
    for check in checks:
        verdict = of_verdict(check.verdict)
        worth = f"{_number(check.points)}/{_number(check.max_points)}"
        yield Line(f"    {verdict.mark} {check.title} ({verdict.word}, {worth})", (_COLOURS[verdict.mark],))
        if check.verdict not in ("passed", "not_started", "not_selected"):
            yield from _why(check, repeated=check.message in said)
            said.add(check.message)


def _why(check: Check, repeated: bool) -> Iterator[Line]:
    if check.misconception:
        failing = f"{check.evidence.failed} of {check.evidence.failed} failing cases give exactly that"
        yield Line(f"        looks like {check.misconception}: {failing}", ("bold",))
    if repeated:
        yield Line("        the same as above")
        return
    named = check.evidence.first_failing_case
    case = f"case {named}: " if named and named != ONLY_CASE else ""
    for number, text in enumerate(visible(check.message).splitlines()):
        yield Line(f"        {case if number == 0 else ''}{text}")
    yield from _printed(check.stdout)


def _printed(stdout: str) -> Iterator[Line]:
    lines = visible(stdout).splitlines()
    for text in lines[:_PRINTED_LINES]:
        yield Line(f"        printed: {text}", ("light",))
    if len(lines) > _PRINTED_LINES:
        yield Line(f"        printed: ... and {len(lines) - _PRINTED_LINES} lines more", ("light",))


def _not_run(report: Report) -> Iterator[Line]:
    devices = sorted({device for check in report.checks for device in check.evidence.not_run})
    for device in devices:
        cases = sum(check.evidence.cases for check in report.checks)
        yield Line(f"– not run: {cases} cases on {device}, which is not here", ("yellow",))


def _next(report: Report, waiting: Sequence[str]) -> str:
    for name, checks in report.exercises().items():
        if name not in waiting and any(check.verdict not in ("passed", "grader_fault") for check in checks):
            short = _short(name)
            return f"change {_file(report, name)}, then `pytest --exercise {short}`; `torchgrade hint {short}` helps."
    if waiting:
        return f"open {_file(report, waiting[0])}, write it, then `pytest --exercise {_short(waiting[0])}`."
    if any(check.verdict == "grader_fault" for check in report.checks):
        return "tell your instructor about the grader's fault; it costs you nothing."
    return "all is green. `torchgrade list` shows what else there is."


def _file(report: Report, name: str) -> str:
    return f"exercises/{name}.py" if report.submission == "exercises" else f"{_short(name)}.py"


def _short(name: str) -> str:
    return name.rpartition("/")[2]


def _number(points: float) -> str:
    return f"{tidy(points):g}"


def _wrapped(lines: Sequence[Line] | Iterator[Line], width: int) -> Iterator[Line]:
    """Lines broken at the terminal's width, the rest indented like their beginning."""
    for line in lines:
        indent = " " * (len(line.text) - len(line.text.lstrip()) + 2)
        for part in textwrap.wrap(line.text, max(width, 40), subsequent_indent=indent, break_long_words=False) or [""]:
            yield Line(part, line.styles)
