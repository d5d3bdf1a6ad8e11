"""The one thing to do next, from the results alone."""

from __future__ import annotations

from torchgrade.language.speaking import _
from torchgrade.report.causes import shared_cause
from torchgrade.report.words import verdict_of_exercise
from torchgrade.results import Report


def next_step(report: Report, onward: str = "") -> str:
    """A sentence with the file to open and the command to run; when all is right, something better.

    Args:
        report: the run.
        onward: the exercise ("unit/name") to turn to when all of a partial run is right.
    """
    name = _first_wrong(report)
    if name:
        return _mend(report, name)
    waiting = [name for name, checks in report.exercises().items() if verdict_of_exercise(checks) == "not_started"]
    if waiting:
        return _begin(report, waiting[0])
    if any(check.verdict == "grader_fault" for check in report.checks):
        return _("tell your instructor about the grader's fault; it costs you nothing.")
    if onward and report.partial:
        return _begin(report, onward)
    if report.partial:
        return _("`pytest` shows what is still open.")
    return _("all is green. `torchgrade list` shows what else there is.")


def _begin(report: Report, name: str) -> str:
    file, exercise = file_of(report, name), short(name)
    return _("open {file}, write it, then `pytest --exercise {exercise}`.", file=file, exercise=exercise)


def short(name: str) -> str:
    """An exercise's name without its unit."""
    return name.rpartition("/")[2]


def file_of(report: Report, name: str) -> str:
    """Where the learner finds an exercise's file."""
    return f"exercises/{name}.py" if report.submission == "exercises" else f"{short(name)}.py"


def _first_wrong(report: Report) -> str | None:
    """The first exercise that was tried and is not right; one without a file only if there is none with one."""
    wrong = [
        (verdict_of_exercise(checks) == "missing", name)
        for name, checks in report.exercises().items()
        if verdict_of_exercise(checks) not in ("not_started", "passed")
        and any(check.verdict not in ("passed", "grader_fault") for check in checks)
    ]
    return min(wrong, key=lambda pair: pair[0])[1] if wrong else None


def _mend(report: Report, name: str) -> str:
    file, exercise = file_of(report, name), short(name)
    if shared_cause(report.exercises()[name]):
        return _("change {file}, then `pytest --exercise {exercise}`.", file=file, exercise=exercise)
    return _(
        "change {file}, then `pytest --exercise {exercise}`; `torchgrade hint {exercise}` helps.",
        file=file,
        exercise=exercise,
    )


def praise(report: Report) -> str:
    """A word for a run of which everything is right, or nothing."""
    names = [short(name) for name in report.exercises()]
    if not names or any(check.verdict != "passed" for check in report.checks):
        return ""
    if len(names) > 1:
        return _("Well done: all {number} exercises are right.", number=len(names))
    number = len(report.checks)
    if number == 1:
        return _("Well done: {exercise} is right.", exercise=names[0])
    return _("Well done: {exercise} is right in all {number} checks.", exercise=names[0], number=number)
