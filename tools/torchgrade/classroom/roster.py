"""Who should submit: a CSV of ids and names."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from torchgrade.errors import BadInput
from torchgrade.report.cohort import Attendance

_ID, _NAME = ("id", "submission", "student", "student_id", "学号"), ("name", "full_name", "student_name", "姓名")


def read_roster(path: Path) -> Attendance:
    """Read a roster: a CSV in UTF-8 whose first line names a column `id` and, if there is one, a column `name`.

    Columns may be parted by commas, semicolons or tabs; others are passed over, and so are lines without an id. Of
    an id that occurs twice the first name counts.

    Raises:
        BadInput: the file cannot be read, or has no column of ids.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read ({error}). Save the roster as CSV in UTF-8.") from None
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=head.count))
    columns = {column.strip().lower(): column for column in rows.fieldnames or () if column}
    identity = next((columns[word] for word in _ID if word in columns), None)
    if identity is None:
        found = ", ".join(columns) or "nothing"
        raise BadInput(f"{path}: has no column `id` (its first line names {found}). Name the columns id,name.")
    name = next((columns[word] for word in _NAME if word in columns), "")
    pairs = [((row[identity] or "").strip(), (row.get(name) or "").strip()) for row in rows]
    return _attendance([(person, called) for person, called in pairs if person])


def _attendance(pairs: list[tuple[str, str]]) -> Attendance:
    people: dict[str, str] = {}
    for person, called in pairs:
        people.setdefault(person, called)
    counted = Counter(person for person, _ in pairs)
    return Attendance(people, tuple(person for person, times in counted.items() if times > 1))
