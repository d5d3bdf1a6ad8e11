"""`torchgrade list`: every unit with how far one is in it, its exercises with points and attempts, and what is next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from torchgrade import progress
from torchgrade.course import Entry, catalogue, find_graders, select
from torchgrade.grader_text import read_checks
from torchgrade.language.speaking import _, of_unit
from torchgrade.report.words import NEITHER, RIGHT, WRONG, of_verdict
from torchgrade.results import tidy
from torchgrade.standing import Progress, Standing
from torchgrade.unit import read_unit

FEW = 30  # exercises that are shown whole; of more, only the units in which something is begun
_BAR = 10
_WIDE = 60  # columns from which there is room for bars
_HANGING = " " * 6
_ENDLESS = 10_000
_COLOURS = {RIGHT: "green", WRONG: "red", NEITHER: "dim"}


class Row(NamedTuple):
    """An exercise, what it is worth and how it stands."""

    entry: Entry
    worth: float
    standing: Standing


def show(graders: Path | None, names: Sequence[str] = (), everything: bool = False) -> None:
    """Print the list.

    Args:
        graders: the folder of graders, or None for the course's own.
        names: units or exercises to show alone.
        everything: show the exercises of all units.
    """
    folder = find_graders(graders)
    entries = catalogue(folder)
    stands = progress.read(folder.parent)
    following = progress.onward(entries, stands)
    rows = [Row(entry, _worth(entry), stands.of(entry.id)) for entry in (select(entries, names) if names else entries)]
    opened = everything or bool(names) or len(rows) <= FEW
    console = _console()
    for unit, exercises in _lines(rows, folder, following, opened, bars=console.width >= _WIDE):
        console.print(unit, no_wrap=True, overflow="ellipsis")
        for line in exercises:
            first, *rest = line.wrap(console, console.width - cell_len(_HANGING))
            console.print(Text("\n").join([first, *(Text(_HANGING) + part for part in rest)]), no_wrap=True)
    for line in _ending(rows, stands, following):
        console.print(line)


def _console() -> Console:
    """The terminal; a pipe gets whole lines."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_ENDLESS)


def _lines(
    rows: Sequence[Row], folder: Path, following: Entry | None, opened: bool, bars: bool
) -> Iterator[tuple[Text, list[Text]]]:
    """Each unit's line, with those of its exercises where they are shown."""
    units = [(name, list(group)) for name, group in groupby(rows, key=lambda row: row.entry.unit)]
    counts = _padded([[name, *_counted(mine)] for name, mine in units])
    for (name, mine), cells in zip(units, counts, strict=True):
        unit = _unit(cells, mine, of_unit(read_unit(folder / name).title, name, folder), bars)
        is_begun = any(row.standing.attempts or row.standing.green for row in mine) and not _all_green(mine)
        shown = mine if opened or is_begun or (following and following.unit == name) else []
        yield unit, [_exercise(row, max(len(row.entry.name) for row in mine)) for row in shown]


def _unit(cells: Sequence[str], rows: Sequence[Row], title: str, bars: bool) -> Text:
    green = _green(rows)
    name, done, points = cells
    line = Text(f"{name}  ", style="bold")
    if bars:
        filled = max(_BAR * green // len(rows), int(green > 0))  # the first one is seen at once
        line.append("█" * filled, "green").append("░" * (_BAR - filled), "dim").append("  ")
    return line.append(done, "green" if green else "dim").append(f"  {points}  {title}", "not bold")


def _counted(rows: Sequence[Row]) -> tuple[str, str]:
    points, worth = _points(rows)
    done = _("{green}/{all} green", green=_green(rows), all=len(rows))
    return done, _("{points}/{worth} points", points=points, worth=worth)


def _padded(table: Sequence[Sequence[str]]) -> list[list[str]]:
    """Rows with every cell as wide as its column; the first stands left and numbers stand right."""
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    return [
        [
            cell + " " * (width - cell_len(cell)) if place == 0 else " " * (width - cell_len(cell)) + cell
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        for row in table
    ]


def _exercise(row: Row, column: int) -> Text:
    mark, word = _state(row.standing)
    worth = f"{tidy(row.standing.points):g}/{tidy(row.worth):g}"
    line = Text(f"  {mark} {row.entry.name:<{column}}  ", style=_COLOURS[mark])
    line.append(f"{worth:>5}  ")
    facts = [
        *([_("attempts: {number}", number=row.standing.attempts)] if row.standing.attempts else []),
        *([_("hints: {number}", number=row.standing.hints)] if row.standing.hints else []),
        *([_("solution seen")] if row.standing.given_up else []),
    ]
    if not facts:
        return line.append(word)
    return line.append(_("{state} ({facts})", state=word, facts=_(", ").join(facts)), "not dim")


def _state(standing: Standing) -> tuple[str, str]:
    """The mark and the words of how an exercise stands: green if its best run was."""
    if standing.green:
        return RIGHT, _("green")
    if standing.attempts:
        verdict = of_verdict(standing.verdict)
        return WRONG, verdict.word
    return NEITHER, _("begun") if standing.started else _("not started")


def _ending(rows: Sequence[Row], stands: Progress, following: Entry | None) -> Iterator[Text]:
    points, worth = _points(rows)
    yield Text()
    total = _(
        "{green} of {all} exercises are green: {points} of {worth} points.",
        green=_green(rows),
        all=len(rows),
        points=points,
        worth=worth,
    )
    yield Text(total, style="bold")
    if following:
        yield Text(
            _(
                "Next: open exercises/{exercise}.py, then `pytest --exercise {name}` or `torchgrade watch`.",
                exercise=following.id,
                name=following.name,
            )
        )
    else:
        yield Text(_("Nothing is left: every exercise is green."), style="green")
    if stands.note:
        yield Text(stands.note, style="yellow")


def _points(rows: Sequence[Row]) -> tuple[str, str]:
    return f"{tidy(sum(row.standing.points for row in rows)):g}", f"{tidy(sum(row.worth for row in rows)):g}"


def _worth(entry: Entry) -> float:
    return sum(check.points for check in read_checks(entry.grader))


def _green(rows: Sequence[Row]) -> int:
    return sum(bool(row.standing.green) for row in rows)


def _all_green(rows: Sequence[Row]) -> bool:
    return _green(rows) == len(rows)
