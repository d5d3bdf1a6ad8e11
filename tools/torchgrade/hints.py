"""The hint ladder: one rung at a time, for the first check of an exercise that is not right yet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from torchgrade import progress
from torchgrade.attempts import answer_of
from torchgrade.course import Entry
from torchgrade.errors import BadInput
from torchgrade.grader_text import CheckText, read_checks
from torchgrade.language.speaking import _, of_exercise
from torchgrade.results import Check, Report
from torchgrade.results_io import read

_OWN = ("exercises", "notebook")


def last_reports(root: Path) -> list[Report]:
    """The results of a course's own exercises that can be read, the newest first."""
    files = [root / ".torchgrade" / name for name in ("results.json", "results-partial.json")]
    found = []
    for file in sorted((f for f in files if f.exists()), key=lambda f: f.stat().st_mtime, reverse=True):
        try:
            report = read(file)
        except BadInput:
            continue
        if report.submission in _OWN:  # not those of some other folder of answers
            found.append(report)
    return found


def last_checks(root: Path, exercise: str) -> Sequence[Check]:
    """How the checks of an exercise went when it was last run, as far as results tell."""
    return next((found for report in last_reports(root) if (found := report.exercises().get(exercise))), ())


def next_hint(root: Path, entry: Entry, checks: Sequence[Check], asked: int | None = None) -> str:
    """What helps now, in the language spoken now: the wrong idea if it has a name, else the next rung, counted.

    Args:
        root: the course.
        entry: the exercise.
        checks: how its checks went last; they tell which is not right yet.
        asked: a rung by its number.

    Raises:
        BadInput: the exercise has no such rung.
    """
    if asked is None:
        if checks and all(check.verdict == "passed" for check in checks):
            return _("{name} is green: there is nothing to hint at.", name=entry.name)
        idea = diagnosis(root, entry, checks)
        if idea:
            return idea
    check = open_check(entry, checks)
    most = len(check.hints)
    if asked is not None and not 1 <= asked <= most:
        raise BadInput(_no_rung(entry, asked, most))
    rung = progress.take_rung(root, entry.id, check.name, most, asked)
    return "\n".join(_rung(entry, check, rung))


def diagnosis(root: Path, entry: Entry, checks: Sequence[Check]) -> str | None:
    """The named wrong idea behind the first check that is not right, if the file is still as it was run."""
    first = next((check for check in checks if check.verdict != "passed"), None)
    if first is None or not first.misconception:
        return None
    last = progress.read(root).of(entry.id).answer
    if last and last != answer_of(root, entry.id):
        return None
    said = _(
        "In your last run this looks like {idea}.",
        idea=of_exercise(first.misconception, entry.id, entry.grader.parents[1]),
    )
    more = _("Change that first. For a hint all the same: torchgrade hint {name} --rung 1", name=entry.name)
    return "\n".join((_headline(entry, first.title), said, more))


def _rung(entry: Entry, check: CheckText, rung: int) -> list[str]:
    text = of_exercise(check.hints[rung - 1], entry.id, entry.grader.parents[1])
    lines = [
        _headline(entry, check.title),
        _("Hint {number} of {most}: {text}", number=rung, most=len(check.hints), text=text),
    ]
    if rung < len(check.hints):
        return [*lines, _("One more: torchgrade hint {name}", name=entry.name)]
    return [
        *lines,
        _("That was the last one. To see a solution: torchgrade solution {name} --give-up", name=entry.name),
    ]


def _headline(entry: Entry, title: str) -> str:
    return f"{entry.name}: {of_exercise(title, entry.id, entry.grader.parents[1])}"


def _no_rung(entry: Entry, asked: int, most: int) -> str:
    if most == 1:
        return _("{name} has no hint {number} for this check: its only one is 1.", name=entry.name, number=asked)
    return _(
        "{name} has no hint {number} for this check: choose 1 to {most}.", name=entry.name, number=asked, most=most
    )


def open_check(entry: Entry, checks: Sequence[Check]) -> CheckText:
    """The first check with hints that the last results do not show as passed, else the first of all.

    Raises:
        BadInput: no check of the exercise has a hint.
    """
    texts = [check for check in read_checks(entry.grader) if check.hints]
    if not texts:
        raise BadInput(
            _("{name} has no hints: {grader} holds no check that gives one.", name=entry.name, grader=entry.grader)
        )
    passed = {check.id for check in checks if check.verdict == "passed"}
    return next((text for text in texts if f"{entry.id}::{text.name}" not in passed), texts[0])
