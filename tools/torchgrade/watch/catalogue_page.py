"""The list that one chooses the next exercise from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from torchgrade.course import Entry
from torchgrade.language.speaking import of_unit
from torchgrade.report.lines import Line
from torchgrade.report.words import NEITHER, RIGHT
from torchgrade.unit import read_unit


def lines(entries: Sequence[Entry], green: set[str], cursor: int, graders: Path) -> tuple[list[Line], int]:
    """The lines of the list, and which of them is the one chosen."""
    found: list[Line] = []
    focus, number = 0, 0
    for unit, members in groupby(entries, key=lambda entry: entry.unit):
        inside = list(members)
        done = sum(entry.id in green for entry in inside)
        title = of_unit(read_unit(graders / unit).title, unit, graders)
        found.append(Line(f"{unit[:2]} {title}  {done}/{len(inside)}", ("bold",)))
        for entry in inside:
            chosen, right = number == cursor, entry.id in green
            focus = len(found) if chosen else focus
            styles = ("green",) if right else ()
            found.append(
                Line(
                    f"  {'>' if chosen else ' '} {RIGHT if right else NEITHER} {entry.name}",
                    (*styles, *(("reverse",) if chosen else ())),
                )
            )
            number += 1
    return found, focus


def of_next_unit(entries: Sequence[Entry], cursor: int, step: int) -> int:
    """The first exercise of the unit after (1) or before (-1) the one where the cursor stands; -1 ends at the first."""
    units = list(dict.fromkeys(entry.unit for entry in entries))
    place = min(max(units.index(entries[cursor].unit) + step, 0), len(units) - 1)
    return next(number for number, entry in enumerate(entries) if entry.unit == units[place])
