"""Where a key stands in a TOML file: its parser tells values, not lines."""

from __future__ import annotations

import re

_TABLE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(#.*)?$")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[\w-]+(?:\s*\.\s*[\w-]+)*)\s*=""")


def lines_of(text: str) -> dict[tuple[str, ...], int]:
    """The first line of every table and key of a TOML text, by its path: ("late", "days")."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        heading, key = _TABLE.match(line), _KEY.match(line)
        if heading:
            table = _path(heading[1])
            found.setdefault(table, number)
        elif key:
            found.setdefault((*table, *_path(key[1])), number)
    return found


def line_of(places: dict[tuple[str, ...], int], path: tuple[str, ...]) -> int:
    """The line of a key, else of the table that it is missing in, else the first."""
    while path and path not in places:
        path = path[:-1]
    return places.get(path, 1)


def line_with(text: str, start: int, word: str) -> int:
    """The first line from `start` on that has a word: an item of a list that goes over several lines."""
    lines = text.splitlines()
    return next((number for number in range(start, len(lines) + 1) if word in lines[number - 1]), start)


def _path(written: str) -> tuple[str, ...]:
    if written[:1] in "\"'":
        return (written[1:-1],)
    return tuple(part.strip().strip("\"'") for part in written.split("."))
