"""Who should hand in, whose a hand-in is, and who has more time than the others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from torchgrade.assignment.tables import Row, read_table
from torchgrade.errors import BadInput

_ID = ("id", "student", "student_id", "submission", "学号")


@dataclass(frozen=True)
class People:
    """The roster: ids in its order, and what else a student is called in it.

    `twice` holds the ids that stand in several lines, which may be two students.
    """

    ids: tuple[str, ...] = ()
    called: dict[str, frozenset[str]] = field(default_factory=dict)
    twice: tuple[str, ...] = ()

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.ids)

    def whose(self, keys: tuple[str, ...]) -> str:
        """The id behind the first of these keys that one student alone is called; else the first key as it is."""
        for key in keys:
            if key in self._known:  # before another id that differs from it in capitals or signs alone
                return key
            owners = self.called.get(_folded(key), frozenset())
            if len(owners) == 1:
                return next(iter(owners))
        return keys[0]


def read_people(path: Path | None) -> People:
    """Read a roster: a CSV with a column `id`; every other column may hold a name, an address, an LMS's own number.

    Raises:
        BadInput: it cannot be read, or has no column of ids.
    """
    if path is None:
        return People()
    rows = [row for _, row in read_table(path, ())]
    column = next((name for name in _ID if rows and name in rows[0]), None)
    if column is None:
        raise BadInput(f"{path}:1: there is no column id. Name the columns in the first line, as in id,name,email.")
    called: dict[str, set[str]] = defaultdict(set)
    ids = [row[column] for row in rows if row.get(column)]
    for row in rows:
        for cell in row.values():
            if cell and row.get(column):
                called[_folded(cell)].add(row[column])
    spelled: dict[str, set[str]] = defaultdict(set)
    for identity in ids:
        spelled[_folded(identity)].add(identity)
    called |= spelled  # an id is nobody's name
    twice = tuple(dict.fromkeys(identity for identity in ids if ids.count(identity) > 1))
    return People(tuple(dict.fromkeys(ids)), {key: frozenset(found) for key, found in called.items()}, twice)


def read_extensions(path: Path | None, due: datetime | None) -> dict[str, datetime]:
    """Each student's own due date, from a CSV with columns student and days, or student and due.

    Raises:
        BadInput: it cannot be read, a student stands in it twice, or a line says neither.
    """
    if path is None:
        return {}
    rows = read_table(path, ("student",), key="student")
    return {row["student"]: _own_due(path, line, row, due) for line, row in rows}


def _own_due(path: Path, line: int, row: Row, due: datetime | None) -> datetime:
    try:
        if row.get("due"):
            own = datetime.fromisoformat(row["due"].replace("Z", "+00:00"))
            if own.tzinfo is None:
                raise BadInput(f"{path}:{line}: due has no zone. Write it as in 2026-09-20T23:59:00+02:00.")
            return own
        days = float(row.get("days", ""))
    except ValueError as error:
        raise BadInput(f"{path}:{line}: {error}. Give days, as in 3, or due, as in 2026-09-20T23:59+02:00.") from None
    if due is None:
        raise BadInput(f"{path}:{line}: days of what? The assignment has no due date. Set dates.due in its file.")
    return due + timedelta(days=days)


def _folded(text: str) -> str:
    """A name as it is compared: LMSs drop spaces, signs and case from it."""
    return "".join(sign for sign in text.casefold() if sign.isalnum() or sign == "@")
