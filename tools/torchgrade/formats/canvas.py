"""Canvas: the scores in one column of a gradebook that the teacher exported, ready to be imported again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from torchgrade.errors import BadInput
from torchgrade.formats.matching import grade, lookup, match, plain, scaled
from torchgrade.formats.spreadsheet import Sheet
from torchgrade.report.text import as_finite
from torchgrade.results import Report

_ID = re.compile(r"\((\d+)\)\s*$")
_DOWNLOADED = re.compile(r"[^_]+_(?:LATE_)?(\d+)_\d+_.*")  # how Canvas names files in its zip of submissions
_BY = ("ID", "SIS User ID", "SIS Login ID", "Integration ID", "Student")


def canvas(reports: Sequence[Report], sheet: Sheet, wanted: str = "") -> tuple[str, list[str]]:
    """The file to import, and notes for the teacher.

    It has the columns that say who a student is and the one column of this assignment: a score of another one that
    was changed since the export would else be set back. Who handed nothing in keeps what stood there.

    Args:
        reports: one for each submission.
        sheet: the gradebook as Canvas exported it.
        wanted: the column's title, with or without its number; by default the reports' assignment, or the only one.

    Raises:
        BadInput: it is no export of Canvas, or has no such column; a new one is never made.
    """
    section = sheet.column("Section")
    if section is None or sheet.column("ID") is None or "student" not in sheet.header[0].casefold():
        raise BadInput(f"{sheet.path}: is no gradebook of Canvas (no Student, ID, Section). Export it there again.")
    place = _column(sheet, section, wanted or next((r.assignment for r in reports if r.assignment), ""))
    worth = [row for row in sheet.rows[1:] if row[0].strip().casefold().startswith("points possible")]
    top = _number(worth[0][place]) if worth else None
    found = match(reports, _finder(sheet), str(sheet.path))
    kept = [*range(section + 1), place]
    rows = [
        [grade(found.by_row[number], top) if number in found.by_row and i == place else row[i] for i in kept]
        for number, row in enumerate(sheet.rows)
    ]
    return sheet.text(rows), [*found.notes, *scaled(list(found.by_row.values()), top)]


def _column(sheet: Sheet, section: int, wanted: str) -> int:
    columns = {i: title for i, title in enumerate(sheet.header) if i > section and _ID.search(title)}
    asked = plain(wanted)
    fits = [i for i, title in columns.items() if asked in (plain(title), plain(_ID.sub("", title)), _number_of(title))]
    if len(fits) == 1:
        return fits[0]
    if len(columns) == 1 and not asked:
        return next(iter(columns))
    titles = ", ".join(columns.values()) or "none"
    raise BadInput(f"{sheet.path}: which column is it? Name one with --column TITLE. There are: {titles}.")


def _number_of(title: str) -> str:
    found = _ID.search(title)
    return found[1] if found else ""


def _finder(sheet: Sheet) -> Callable[[str], list[int]]:
    """A search by number, then by the school's own, by login, by name as "Last, First" or "First Last"."""
    places = [place for place in map(sheet.column, _BY) if place is not None]
    students = {number: row for number, row in enumerate(sheet.rows) if number and row[1].strip()}
    columns = [{number: row[place] for number, row in students.items()} for place in places]
    turned = {number: " ".join(reversed(row[0].split(",", 1))) for number, row in students.items()}
    find = lookup([*columns, turned])

    def finder(name: str) -> list[int]:
        downloaded = _DOWNLOADED.fullmatch(name)
        return find(name) or (find(downloaded[1]) if downloaded else [])

    return finder


def _number(text: str) -> float | None:
    try:
        return as_finite(float(text))
    except ValueError:
        return None
