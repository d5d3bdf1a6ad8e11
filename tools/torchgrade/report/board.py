"""The board: how every exercise of a run stands, in a terminal's width, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from torchgrade.language.speaking import _
from torchgrade.report.board_details import colour, details, noted
from torchgrade.report.causes import shared_cause
from torchgrade.report.lines import NARROWEST, Line, padded, wrapped
from torchgrade.report.next_step import next_step, praise, short
from torchgrade.report.text import points, visible
from torchgrade.report.words import NEITHER, WRONG, of_verdict, verdict_of_exercise
from torchgrade.results import Check, Report

__all__ = ["Line", "board"]

_WORD_COLUMNS = 27  # a mark, the longest word of a verdict and the points, with the blanks between
_FEW_WAITING = 12  # exercises that nobody has begun and that are still named one by one


def board(
    report: Report, width: int = 100, verbosity: int = 0, achieved: Sequence[str] = (), onward: str = ""
) -> list[Line]:
    """The lines of the board.

    Args:
        report: the run.
        width: the terminal's.
        verbosity: a negative one gives one line an exercise.
        achieved: sentences on what the run has achieved.
        onward: the exercise ("unit/name") to turn to when all of the run is right.
    """
    exercises = report.exercises()
    waiting = [name for name, checks in exercises.items() if verdict_of_exercise(checks) == "not_started"]
    absent = _absent(exercises) if verbosity >= 0 else {}
    told = {name for names in absent.values() for name in names} | {*waiting}
    lines = _exercises({name: checks for name, checks in exercises.items() if name not in told}, width, verbosity)
    end = [*_missing(absent), *_waiting(waiting, list(exercises)), *_not_run(report)]
    score, most = points(report.score), points(report.max_score)
    end.append(Line(_("{score} of {most} points", score=score, most=most), ("bold",)))
    if praise(report):
        end.append(Line(praise(report), ("green", "bold")))
    end += [Line(sentence, ("green",)) for sentence in achieved]
    end.append(Line(_("Next: {step}", step=next_step(report, onward))))
    return [*lines, *wrapped(end, width)]


def _exercises(exercises: Mapping[str, Sequence[Check]], width: int, verbosity: int) -> Iterator[Line]:
    longest = max(map(len, exercises), default=0)
    room = max(width, NARROWEST) - _WORD_COLUMNS
    for name, checks in exercises.items():
        shown = name if longest <= room else short(name)
        yield _exercise_line(shown, checks, min(max(longest, 30), room))
        if verbosity >= 0:
            yield from wrapped([*details(checks), *noted(checks)], width)


def _exercise_line(name: str, checks: Sequence[Check], column: int) -> Line:
    verdict = of_verdict(verdict_of_exercise(checks))
    worth = f"{points(sum(c.points for c in checks))}/{points(sum(c.max_points for c in checks))}"
    name = name if len(name) <= column else f"{name[: column - 1]}…"
    text = f"{verdict.mark} {padded(name, column)} {padded(verdict.word, 16)} {worth:>7}"
    return Line(text, (colour(verdict.mark), "bold"))


def _absent(exercises: Mapping[str, Sequence[Check]]) -> dict[str, list[str]]:
    """Messages of what is missing that several exercises share, with their names: one line says enough."""
    found: dict[str, list[str]] = {}
    for name, checks in exercises.items():
        cause = shared_cause(checks)
        if cause and cause.verdict == "missing":
            found.setdefault(cause.message, []).append(name)
    return {message: names for message, names in found.items() if len(names) > 1}


def _missing(groups: Mapping[str, Sequence[str]]) -> Iterator[Line]:
    """A line for exercises whose answers are missing for the same reason."""
    for why, names in groups.items():
        reason = visible(why).rstrip(".。")
        yield _of_several(WRONG, _("missing: {names} ({reason})", names=", ".join(map(short, names)), reason=reason))


def _waiting(names: Sequence[str], exercises: Sequence[str]) -> Iterator[Line]:
    """A line for exercises that nobody has begun; of many, those of a unit of which none is begun are its name."""
    if not names:
        return
    sizes = Counter(map(_unit, exercises))
    shown: list[str] = []
    for unit, grouped in groupby(names, key=_unit):
        group = list(grouped)
        whole = len(names) > _FEW_WAITING and len(group) == sizes[unit] > 1
        shown += [_("{unit} (all {number})", unit=unit, number=len(group))] if whole else map(short, group)
    yield _of_several(NEITHER, _("not started: {names}", names=", ".join(shown)))


def _unit(name: str) -> str:
    return name.partition("/")[0]


def _of_several(mark: str, text: str) -> Line:
    return Line(f"{mark} {text}", (colour(mark),))


def _not_run(report: Report) -> Iterator[Line]:
    devices = sorted({device for check in report.checks for device in check.evidence.not_run})
    for device in devices:
        cases = sum(check.evidence.cases for check in report.checks)
        text = _("not run: {number} cases on {device}, which is not here", number=cases, device=device)
        yield Line(f"{NEITHER} {text}", ("yellow",))
