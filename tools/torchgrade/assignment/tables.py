"""CSV files that people keep in a spreadsheet: read with clear refusals, found by the names of their columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from torchgrade.errors import BadInput
from torchgrade.results_io import write_text

Row = dict[str, str]
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SEPARATORS = ",;\t"


def read_table(path: Path, needed: Sequence[str], key: str = "") -> list[tuple[int, Row]]:
    """The rows of a CSV file with their line numbers; empty ones are left out.

    Args:
        path: the file, with commas, semicolons or tabs, as spreadsheets save it.
        needed: columns that it must have; case does not matter.
        key: a column in which no value may come twice.

    Raises:
        BadInput: it cannot be read, lacks a column, or has a value of `key` twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read ({error}). Save it as CSV in UTF-8.") from None
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = [name.strip().lower() for name in next(reader, [])]
    missing = [name for name in needed if name not in header]
    if missing:
        has = ", ".join(filter(None, header)) or "nothing"
        raise BadInput(f"{path}:1: there is no column {missing[0]}; it has {has}. Name the columns in the first line.")
    rows = [(reader.line_num, dict(zip(header, map(_plain, cells), strict=False))) for cells in reader if any(cells)]
    if key:
        _refuse_twice(path, rows, key)
    return rows


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file in which no cell is a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_safe(cell) if isinstance(cell, str) else cell for cell in row])
    write_text(path, stream.getvalue())


def _refuse_twice(path: Path, rows: Sequence[tuple[int, Row]], key: str) -> None:
    seen: dict[str, int] = {}
    for line, row in rows:
        value = row.get(key, "")
        if value and value in seen:
            raise BadInput(f"{path}:{line}: {key} {value} stands in line {seen[value]} already. Keep one of the two.")
        seen[value] = line


def _safe(cell: str) -> str:
    """A text that no spreadsheet takes for a formula; `_plain` reads it back."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _plain(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA_STARTS) else cell
