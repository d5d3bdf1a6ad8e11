"""Whose score moved between two gradings, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from torchgrade.results import Check, Report, tidy

_MOST_NAMED = 3  # checks of one exercise that are named one by one


@dataclass(frozen=True)
class Move:
    """A submission whose score is another one than before."""

    submission: str
    before: float | None
    after: float | None
    why: tuple[str, ...]


def moves(before: Mapping[str, Report], after: Mapping[str, Report]) -> list[Move]:
    """Every submission whose score moved, was graded for the first time, or is gone."""
    found = []
    for name in dict.fromkeys([*after, *before]):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            why = ("handed in since",) if old is None else ("no longer among the submissions",)
            found.append(Move(name, old.score if old else None, new.score if new else None, why))
        elif old.score != new.score:
            found.append(Move(name, old.score, new.score, tuple(_reasons(old, new))))
    return found


def _reasons(old: Report, new: Report) -> Iterator[str]:
    if old.submission_sha256 != new.submission_sha256:
        yield "the submission changed"
    if old.environment.seed != new.environment.seed or old.variant != new.variant:
        yield "graded on other inputs (another seed)"
    if (old.environment.torch, old.grader_version) != (new.environment.torch, new.grader_version):
        yield f"graded by torch {new.environment.torch}, torchgrade {new.grader_version}"
    theirs, ours = old.exercises(), new.exercises()
    for exercise in dict.fromkeys([*ours, *theirs]):
        yield from _of_exercise(
            exercise, theirs.get(exercise, ()), ours.get(exercise, ()), _regraded(exercise, old, new)
        )
    if old.adjustments != new.adjustments:
        yield f"lateness and marks by hand: {_changed(old):+g} before, {_changed(new):+g} now"


def _of_exercise(exercise: str, old: Sequence[Check], new: Sequence[Check], regraded: bool) -> Iterator[str]:
    name = exercise.rpartition("/")[2]
    if not old or not new:
        yield f"{name}: {'added to' if new else 'taken out of'} the assignment"
        return
    if sum(check.points for check in old) == sum(check.points for check in new):
        return
    worth = tidy(sum(check.max_points for check in old)), tidy(sum(check.max_points for check in new))
    details = [*(["its grader changed"] if regraded else []), *_of_checks(old, new)]
    if worth[0] != worth[1] and not any(check.verdict == "grader_fault" for check in (*old, *new)):
        details.append(f"worth {worth[1]:g} and no longer {worth[0]:g}")
    yield f"{name}: {', '.join(details) or 'its checks weigh otherwise'}"


def _of_checks(old: Sequence[Check], new: Sequence[Check]) -> list[str]:
    before = {check.id: check for check in old}
    found = []
    for check in new:
        earlier = before.pop(check.id, None)
        called = check.id.rpartition("::")[2]
        if earlier is None:
            found.append(f"{called} is new and {check.verdict}")
        elif earlier.verdict != check.verdict:
            found.append(f"{called} {earlier.verdict} before, {check.verdict} now")
    found += [f"{identity.rpartition('::')[2]} is gone" for identity in before]
    return found if len(found) <= _MOST_NAMED else [*found[:_MOST_NAMED], f"{len(found) - _MOST_NAMED} more"]


def _regraded(exercise: str, old: Report, new: Report) -> bool:
    return old.graders.get(exercise) != new.graders.get(exercise)


def _changed(report: Report) -> float:
    return tidy(sum(adjustment.change for adjustment in report.adjustments))
