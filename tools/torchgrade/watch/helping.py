"""Where a sitting asks for progress, hints, the stub again and the solution: what the other commands use too."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from torchgrade import progress
from torchgrade.authoring.generate import is_edited
from torchgrade.course import Entry
from torchgrade.errors import BadInput
from torchgrade.hints import next_hint, open_check
from torchgrade.language.speaking import of_exercise
from torchgrade.results import Check, Report
from torchgrade.results_io import to_json, write_text
from torchgrade.standing import Progress


def begin(root: Path, entry: Entry) -> Progress:
    """Remember that the learner turned to an exercise; how everything stands."""
    change = progress.begin(root, entry.id)
    return change.after


def record(root: Path, report: Report) -> progress.Change:
    """Keep what came of a run, as `pytest` does."""
    with suppress(OSError):  # the progress says so as well
        write_text(root / ".torchgrade" / "results-partial.json", to_json(report))
    return progress.record_run(root, report)


def open_rungs(entry: Entry, checks: Sequence[Check], known: Progress) -> tuple[str, int, int]:
    """The first check that is not right and has hints: its sentence, how many were taken, and how many there are."""
    try:
        check = open_check(entry, checks)
    except BadInput:
        return "", 0, 0
    title = of_exercise(check.title, entry.id, entry.grader.parents[1])
    return title, min(known.of(entry.id).rungs.get(check.name, 0), len(check.hints)), len(check.hints)


def hint(root: Path, entry: Entry, checks: Sequence[Check], rung: int) -> str:
    """A rung in one line, counted as taken.

    Raises:
        BadInput: there is no such rung.
    """
    return next_hint(root, entry, checks, rung).splitlines()[1]  # without the check's name, and the next command


def can_reset(root: Path, entry: Entry) -> bool:
    """Whether the learner's file is anything else than the stub."""
    try:
        return is_edited(root, f"{entry.id}.py") or not (root / "exercises" / f"{entry.id}.py").is_file()
    except (BadInput, OSError):
        return False
