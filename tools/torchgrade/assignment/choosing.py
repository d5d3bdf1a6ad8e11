"""Exercises by the names that people type: `softmax`, `03_activations/softmax`, `unit 5`, `5-7`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from torchgrade.course import Entry, select
from torchgrade.errors import BadInput

_UNIT = re.compile(r"(?:units?\s*)?(\d{1,3})(?:\s*-\s*(\d{1,3}))?", re.IGNORECASE)


def choose(entries: Sequence[Entry], names: Iterable[str]) -> list[Entry]:
    """The exercises that names ask for, in catalogue order.

    Raises:
        BadInput: a name fits nothing.
    """
    wanted: set[str] = set()
    for name in names:
        wanted |= {entry.id for entry in of_units(entries, name) or select(entries, [name])}
    if not wanted:
        raise BadInput("no exercises were named. Say which, as in --exercises 'unit 5, adam'.")
    return [entry for entry in entries if entry.id in wanted]


def of_units(entries: Sequence[Entry], name: str) -> list[Entry]:
    """The exercises of units named by their numbers; none for any other name.

    Raises:
        BadInput: there is no such unit.
    """
    match = _UNIT.fullmatch(name.strip())
    if match is None:
        return []
    first, last = int(match[1]), int(match[2] or match[1])
    numbers = {unit: int(digits[0]) for unit in {e.unit for e in entries} if (digits := re.match(r"\d+", unit))}
    found = [entry for entry in entries if first <= numbers.get(entry.unit, -1) <= last]
    if not found:
        raise BadInput(f"there is no unit {match[0].strip()!r}. Units: {', '.join(sorted(numbers))}.")
    return found
