"""What a learner has done so far, in one small file that nothing but convenience depends on. Never imports torch.

Deleting `.torchgrade/progress.json` loses no score. A file that cannot be read is set aside and said so; writers of
several processes take turns.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from torchgrade.attempts import after_run, answer_of, now
from torchgrade.course import Entry
from torchgrade.errors import BadInput
from torchgrade.language.speaking import _
from torchgrade.locked import locked
from torchgrade.results import Report
from torchgrade.results_io import read as read_report
from torchgrade.results_io import write_text
from torchgrade.standing import Progress, Standing, from_json, to_json

FILE = Path(".torchgrade", "progress.json")


@dataclass(frozen=True)
class Change:
    """What a change of the progress did: how things stood, and how they stand; `note` is a word about trouble."""

    before: Progress
    after: Progress
    note: str = ""

    @property
    def turned_green(self) -> tuple[str, ...]:
        """The exercises that are green for the first time."""
        return tuple(sorted(self.after.green - self.before.green))


def read(root: Path) -> Progress:
    """The progress of a course; none where there is no file. A broken file is set aside, and `note` says so."""
    path = root / FILE
    try:
        return _parsed(path)
    except OSError as error:
        return Progress(note=_("{path}: cannot be read ({reason}).", path=path, reason=error.strerror or error))
    except (ValueError, RecursionError):
        mended = _change(root, lambda progress: progress)
        return replace(mended.after, note=mended.note)


def record_run(root: Path, report: Report, answer: str | None = None) -> Change:
    """Take in a run on the learner's own answers; a file that cannot be written is a note and no error.

    Args:
        root: the course.
        report: the run.
        answer: the digest of the answer, where it is not the file in exercises/.
    """

    def recorded(progress: Progress) -> Progress:
        groups = report.exercises()
        run = {
            name: after_run(
                progress.of(name), checks, answer_of(root, name) if answer is None else answer, alone=len(groups) == 1
            )
            for name, checks in groups.items()
        }
        return replace(progress, exercises={**progress.exercises, **{k: v for k, v in run.items() if v != Standing()}})

    return _change(root, recorded)


def take_rung(root: Path, exercise: str, check: str, most: int, asked: int | None = None) -> int:
    """The rung of a check's hint ladder to show now, remembered: one more than the last, or the one asked for.

    Args:
        root: the course.
        exercise: its id.
        check: the name of the check's function.
        most: how many rungs the ladder has; behind the last one it is shown again.
        asked: a rung by its number, which counts as taken with those before it.
    """

    def taken(progress: Progress) -> Progress:
        standing = progress.of(exercise)
        last = standing.rungs.get(check, 0)
        rungs = {**standing.rungs, check: max(last, min(asked or last + 1, most))}
        return _with(progress, exercise, replace(standing, rungs=rungs, started=standing.started or now()))

    change = _change(root, taken)
    return asked or change.after.of(exercise).rungs[check]


def begin(root: Path, exercise: str) -> Change:
    """Remember when the learner turned to an exercise, for the time that it takes."""
    return _change(root, lambda progress: _begun(progress, exercise))


def _begun(progress: Progress, exercise: str) -> Progress:
    standing = progress.of(exercise)
    return _with(progress, exercise, replace(standing, started=standing.started or now()))


def give_up(root: Path, exercise: str) -> Change:
    """Remember that the solution was looked at before the exercise was green."""

    def given_up(progress: Progress) -> Progress:
        standing = progress.of(exercise)
        return _with(progress, exercise, replace(standing, given_up=standing.given_up or now()))

    return _change(root, given_up)


def next_exercise(entries: Sequence[Entry], progress: Progress, after: Entry | None = None) -> Entry | None:
    """The next exercise that is not green, from the one named on and then from the first; None when all are.

    One that was given up comes last of all.
    """
    start = entries.index(after) + 1 if after in entries else 0
    order = [entry for entry in (*entries[start:], *entries[:start]) if entry != after]
    still_open = [entry for entry in order if entry.id not in progress.green]
    fresh = [entry for entry in still_open if not progress.of(entry.id).given_up]
    return next(iter(fresh or still_open), None)


def onward(entries: Sequence[Entry], progress: Progress) -> Entry | None:
    """Where a learner goes on: the exercise begun last if it is not green, else the next one behind it."""
    begun = [entry for entry in entries if _touched(progress.of(entry.id))]
    last = max(begun, key=lambda entry: _touched(progress.of(entry.id)), default=None)
    if last is not None and not progress.of(last.id).green and not progress.of(last.id).given_up:
        return last
    return next_exercise(entries, progress, last)


def _touched(standing: Standing) -> str:
    return max(standing.started, standing.green)


def _parsed(path: Path) -> Progress:
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return _recovered(path.with_name("results.json"))


def _recovered(results: Path) -> Progress:
    """What the last full results tell where no progress was kept."""
    try:
        report = read_report(results)
    except BadInput:
        return Progress()
    own = report.exercises() if report.submission == "exercises" else {}
    return Progress({name: after_run(Standing(), checks, "", alone=False) for name, checks in own.items()})


def _mended(path: Path) -> Progress:
    """The progress, from a file that is set aside if it is broken; nobody else may write meanwhile."""
    try:
        return _parsed(path)
    except (ValueError, RecursionError):
        return Progress(note=_set_aside(path))


def _change(root: Path, change: Callable[[Progress], Progress]) -> Change:
    """Read, change and write while nobody else does; without a writable file only the answer is given."""
    try:
        with locked(root / FILE.with_suffix(".lock")):
            before = _mended(root / FILE)
            after = change(before)
            if after != before or before.note:
                write_text(root / FILE, to_json(after))
            return Change(before, after, before.note)
    except OSError as error:
        before, reason = _as_it_is(root / FILE), error.strerror or error
        note = _("{path}: progress could not be written ({reason}).", path=root / FILE, reason=reason)
        return Change(before, change(before), note)


def _as_it_is(path: Path) -> Progress:
    try:
        return _parsed(path)
    except (OSError, ValueError, RecursionError):
        return Progress()


def _set_aside(path: Path) -> str:
    number = 1
    while path.with_name(f"progress.broken-{number}.json").exists():
        number += 1
    aside = path.with_name(f"progress.broken-{number}.json")
    try:
        os.replace(path, aside)
    except OSError as error:
        return _("{path}: is no progress file and cannot be renamed ({reason}).", path=path, reason=error.strerror)
    return _(
        "{path} could not be read as progress; it is set aside as {aside} and begun anew. No score is lost.",
        path=path,
        aside=aside.name,
    )


def _with(progress: Progress, exercise: str, standing: Standing) -> Progress:
    return replace(progress, exercises={**progress.exercises, exercise: standing})
