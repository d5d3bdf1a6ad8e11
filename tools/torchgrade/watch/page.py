"""What is to be seen, as text alone: the screen and the plain lines both draw it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from torchgrade.language.speaking import _, translated
from torchgrade.report.board_details import colour, details
from torchgrade.report.causes import shared_cause
from torchgrade.report.lines import Line
from torchgrade.report.text import points, visible
from torchgrade.report.words import NEITHER, RIGHT, of_verdict
from torchgrade.results import Check
from torchgrade.watch import catalogue_page
from torchgrade.watch.changes import changes
from torchgrade.watch.settings import Settings
from torchgrade.watch.state import Run, State, Watched

_PATIENCE_S = 0.4  # a run that takes less is not announced: the screen would only flicker
_LONG_S = 3.0


@dataclass(frozen=True)
class Page:
    """One picture of a sitting. `focus` is the line of the body that has to stay in sight."""

    exercise: str
    green: int
    total: int
    file: str
    status: Line
    aside: str
    body: Sequence[Line]
    code: bool = False
    whole_lines: bool = False
    focus: int | None = None


def page(state: State, settings: Settings) -> Page:
    """What to show now."""
    watched = state.watched
    status, aside = _status(state)
    body, focus = _body(state, settings)
    return Page(
        exercise=watched.entry.id,
        green=sum(entry.id in state.green for entry in state.entries),
        total=len(state.entries),
        file=_file(watched),
        status=status,
        aside=aside,
        body=body,
        code=state.showing == "solution",
        whole_lines=state.showing in ("list", "diff"),
        focus=focus,
    )


def _status(state: State) -> tuple[Line, str]:
    """How the exercise stands, and what is going on beside it."""
    run = state.watched.last
    if run is None:
        return Line(_("checking ...") if state.warm else _("torch is being imported ..."), ("light",)), _running(state)
    verdict = of_verdict(run.verdict)
    worth = f"{points(sum(c.points for c in run.checks))}/{points(sum(c.max_points for c in run.checks))}"
    line = Line(f"{verdict.mark} {verdict.word}  {worth}", (colour(verdict.mark), "bold"))
    number, seconds = state.watched.runs, f"{run.seconds:.2f}"
    done = (
        _("run {number}", number=number)
        if number == 1
        else _("run {number}, {seconds} s", number=number, seconds=seconds)
    )
    return line, _running(state) or done  # the first run took an import of torch, which is no news


def _running(state: State) -> str:
    seconds = _seconds(state)
    if seconds < _PATIENCE_S:
        return ""
    return _("running for {seconds} s", seconds=f"{seconds:.0f}") if seconds > 1 else _("running ...")


def _seconds(state: State) -> float:
    """How long a run has been going on, 0 where none is."""
    return time.monotonic() - state.running_since if state.running_since else 0.0


def _body(state: State, settings: Settings) -> tuple[list[Line], int | None]:
    watched = state.watched
    if state.showing == "list":
        return catalogue_page.lines(state.entries, state.green, state.cursor, settings.graders)
    if state.showing == "solution":
        return [Line(text) for text in state.solution.splitlines()], None
    if state.showing == "diff" and watched.last and watched.before:
        return list(changes(_told(watched.before, settings), _told(watched.last, settings))), None
    return [*_notes(state, settings), *_result(watched, settings)], None


def _told(run: Run, settings: Settings) -> Run:
    """The run in the language spoken now."""
    return Run(run.text, translated(run.report, settings.graders), run.seconds)


def _notes(state: State, settings: Settings) -> Iterator[Line]:
    """What is not in the results: a word of ours, trouble of ours, the hints taken, and praise."""
    if state.warm and _seconds(state) > _LONG_S:
        limit = f"{settings.time_limit:g}"
        yield Line(
            _("Your code is still running; after {limit} s of computing it is stopped.", limit=limit), ("yellow",)
        )
        yield Line("")
    for text, style in ((state.trouble, "yellow"), (state.note, "bold")):
        for line in text.splitlines():
            yield Line(line, (style,))
    if state.note or state.trouble:
        yield Line("")
    watched = state.watched
    if watched.is_green:
        yield from _praise(state)
    elif watched.hints:
        yield Line(watched.hinted, ("cyan", "bold"))
        yield from (Line(visible(hint), ("cyan",)) for hint in watched.hints)
        yield Line("")


def _praise(state: State) -> Iterator[Line]:
    """What turning green brings."""
    lines = [Line(text, ("green", "bold")) for text in state.watched.milestones]
    if len(state.green) >= len(state.entries):
        lines.append(Line(_("All {number} exercises are green.", number=len(state.entries)), ("green", "bold")))
    yield from lines
    if lines:
        yield Line("")


def _result(watched: Watched, settings: Settings) -> Iterator[Line]:
    """The check sentences with marks, and what is wrong with those that are not right."""
    if watched.last is None:
        return
    checks = _told(watched.last, settings).checks
    if watched.last.verdict == "not_started":
        yield Line(_("Write it in {file} and save: the verdict appears here. What it has to do:", file=_file(watched)))
        yield from map(_goal, checks)
    elif shared_cause(checks):
        yield from map(_nearer, details(checks))
        yield Line("")
        yield from map(_goal, checks)
    elif watched.is_green:
        yield from (Line(f" {RIGHT} {visible(check.title)}", ("green",)) for check in checks)
        yield from _printed(checks)
    else:
        yield from map(_nearer, details(checks))


def _file(watched: Watched) -> str:
    return f"exercises/{watched.entry.id}.py"


def _nearer(line: Line) -> Line:
    """A line of the board, which stands below an exercise's name there, moved to the left."""
    return line._replace(text=line.text.removeprefix("   "))


def _goal(check: Check) -> Line:
    """What is asked for, where nothing can be said yet of each check alone."""
    return Line(f" {NEITHER} {visible(check.title)}", ("light",))


def _printed(checks: Sequence[Check]) -> Iterator[Line]:
    """What the learner's code printed; on a green exercise it is told once."""
    printed = next((check.stdout for check in checks if check.stdout), "")
    for text in visible(printed).splitlines()[:6]:
        said = _("printed: {text}", text=text)
        yield Line(f"   {said}", ("light",))
