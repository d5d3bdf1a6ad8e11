"""Everything that is wrong with an assignment, each with its place and what mends it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

from torchgrade.assignment.places import line_of, line_with, lines_of


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where, what, and the remedy."""

    file: Path
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        """As compilers write it, so that editors find the place."""
        return f"{self.file}:{self.line}: {self.what} {self.remedy}"


@dataclass
class Reader:
    """The values of one TOML file; what is wrong with them is noted, and reading goes on."""

    path: Path
    text: str
    said: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.places = lines_of(self.text)

    def wrong(self, place: tuple[str, ...], what: str, remedy: str, word: str = "") -> None:
        """Note a fault at a key, or at the line of its value that has `word`."""
        line = line_of(self.places, place)
        self.faults.append(Fault(self.path, line_with(self.text, line, word) if word else line, what, remedy))

    def value(self, place: tuple[str, ...], kind: type | tuple[type, ...], default: Any, called: str) -> Any:
        """The value of a key, or the default where there is none or it is of another type."""
        table: Any = self.said
        for part in place[:-1]:
            table = table.get(part, {}) if isinstance(table, dict) else {}
        if not isinstance(table, dict) or place[-1] not in table:
            return default
        found = table[place[-1]]
        if isinstance(found, kind) and (kind is bool or not isinstance(found, bool)):
            return found
        self.wrong(place, f"{'.'.join(place)} is {_written(found)}.", f"Give {called}.")
        return default

    def texts(self, place: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
        """The value of a key as texts."""
        found = self.value(place, list, list(default), 'a list of texts, as in ["a", "b"]')
        for item in found:
            if not isinstance(item, str):
                self.wrong(place, f"{'.'.join(place)} holds {item!r}.", 'Put texts alone into it: "...".')
        return tuple(item for item in found if isinstance(item, str))

    def refuse_unknown(self, table: tuple[str, ...], known: Iterable[str]) -> None:
        """Note every key of a table that nobody reads, which is most often a slip."""
        found: Any = self.said
        for part in table:
            found = found.get(part, {})
        if not isinstance(found, dict):
            self.wrong(table, f"{'.'.join(table)} is no table.", f"Write [{'.'.join(table)}] above its keys.")
            return
        names = list(known)
        for key in found:
            if key not in names:
                near = difflib.get_close_matches(key, names, n=1)
                meant = f"Did you mean {near[0]}?" if near else f"There are {', '.join(names)}."
                self.wrong((*table, key), f"{'.'.join((*table, key))} is no key of an assignment.", meant)


def _written(found: Any) -> str:
    """A value as TOML writes it, as far as a sentence needs."""
    if isinstance(found, bool):
        return str(found).lower()
    return str(found) if isinstance(found, (date, time)) else repr(found)
