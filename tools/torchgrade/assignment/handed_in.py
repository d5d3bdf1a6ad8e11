"""What was collected: whose each folder is, when it was handed in, and how late that was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from torchgrade.assignment.tables import Row, read_table, write_table
from torchgrade.errors import BadInput

FILE = "collected.csv"
_COLUMNS = ("folder", "student", "attempt", "submitted", "late_days", "counts", "remark")


@dataclass(frozen=True)
class HandedIn:
    """One hand-in of one student.

    Args:
        folder: its folder among the collected ones, "" where nothing was taken.
        student: whose it is.
        attempt: its place among the student's hand-ins, from 1 on.
        submitted: when, as far as that is known.
        late_days: days begun after the student's own due date.
        counts: whether it may count.
        remark: why not, or what else is to be known.
    """

    folder: str
    student: str
    attempt: int = 1
    submitted: datetime | None = None
    late_days: int = 0
    counts: bool = True
    remark: str = ""


def write_handed_in(folder: Path, items: Iterable[HandedIn]) -> None:
    """Write the list of hand-ins into the folder of what was collected."""
    rows = [
        (
            item.folder,
            item.student,
            item.attempt,
            item.submitted.isoformat() if item.submitted else "",
            item.late_days,
            "yes" if item.counts else "no",
            item.remark,
        )
        for item in items
    ]
    write_table(folder / FILE, _COLUMNS, rows)


def read_handed_in(folder: Path) -> dict[str, HandedIn]:
    """Every hand-in by its folder; none where nothing was collected there.

    Raises:
        BadInput: the list is there and cannot be read.
    """
    path = folder / FILE
    if not path.is_file():
        return {}
    found = [_item(path, line, row) for line, row in read_table(path, _COLUMNS)]
    return {item.folder: item for item in found if item.folder}


def _item(path: Path, line: int, row: Row) -> HandedIn:
    try:
        submitted = datetime.fromisoformat(row["submitted"]) if row["submitted"] else None
        numbers = int(row["attempt"]), submitted, int(row["late_days"])
    except (KeyError, ValueError) as error:
        raise BadInput(f"{path}:{line}: {error}. Collect again to write this list anew.") from None
    return HandedIn(row["folder"], row["student"], *numbers, row["counts"] == "yes", row.get("remark", ""))
