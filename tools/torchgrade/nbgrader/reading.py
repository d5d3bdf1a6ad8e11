"""Reading a submitted notebook that nobody has to trust: bounded in memory, whatever lies in its outputs."""

from __future__ import annotations

import json
import mmap
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torchgrade.language.speaking import _

MOST_ON_DISK = 512 * 2**20
MOST_BYTES = 8 * 2**20  # what may be left when the outputs are cut out

# Inside a string the quotes of this key would be escaped, so it is found without reading what lies before it.
_OUTPUTS = re.compile(rb'"outputs"\s*:\s*\[')
_MARKS = re.compile(rb'["\[\]{}]')


class Unreadable(Exception):
    """Why a notebook cannot be used, in a sentence for its author."""


@dataclass(frozen=True)
class Cell:
    """A cell as it was handed in; `grade_id` is nbgrader's name for it, "" for a cell of the author's own."""

    kind: str
    source: str
    grade_id: str = ""
    solution: bool = False


@dataclass(frozen=True)
class Notebook:
    """A notebook's cells, and the exercise that it says it is for ("unit/name", "" if it says nothing)."""

    cells: tuple[Cell, ...]
    exercise: str = ""


def read_notebook(path: Path) -> Notebook:
    """Read a notebook of format 4 without its outputs.

    Raises:
        FileNotFoundError: it is not there.
        Unreadable: it is too large, damaged, or of another format.
    """
    return parse(_without_outputs(path), path.name)


def parse(data: bytes, name: str) -> Notebook:
    """The notebook that this JSON holds; `name` is what messages call it.

    Raises:
        Unreadable: it is none.
    """
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable(
            _("{file} is no complete notebook file. Open it in Jupyter, save it, and hand it in again.", file=name)
        ) from None
    version = found.get("nbformat") if isinstance(found, dict) else None
    if version != 4:
        raise Unreadable(
            _(
                "{file} is of notebook format {version}, and only format 4 can be graded. Open it in a newer Jupyter, "
                "save it, and hand it in again.",
                file=name,
                version=version if isinstance(version, int) else "?",
            )
        )
    cells = found.get("cells")
    if not isinstance(cells, list):
        raise Unreadable(_("{file} has no cells. Copy your answer into the notebook that you were given.", file=name))
    return Notebook(tuple(_cells(cells)), str(_table(_table(found, "metadata"), "torchgrade").get("exercise", "")))


def _cells(cells: list[Any]) -> Iterator[Cell]:
    for cell in cells:
        if isinstance(cell, dict):
            meta = _table(_table(cell, "metadata"), "nbgrader")
            grade_id = meta.get("grade_id")
            kind = cell.get("cell_type")
            yield Cell(
                kind if kind in ("code", "markdown", "raw") else "raw",
                _text(cell.get("source")),
                grade_id if isinstance(grade_id, str) else "",
                meta.get("solution") is True,
            )


def _table(parent: dict[str, Any], key: str) -> dict[str, Any]:
    value = parent.get(key)
    return value if isinstance(value, dict) else {}


def _text(source: Any) -> str:
    """A cell's text, which is a string or a list of lines, as text that can be written."""
    lines = source if isinstance(source, list) else [source]
    text = "".join(line for line in lines if isinstance(line, str))
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def _without_outputs(path: Path) -> bytes:
    try:
        info = path.lstat()
        if not stat.S_ISREG(info.st_mode):
            raise Unreadable(_("{file} is a link or a folder; hand in the notebook itself.", file=path.name))
        if info.st_size > MOST_ON_DISK:
            raise Unreadable(_too_large(path.name, MOST_ON_DISK))
        if info.st_size == 0:
            return b""
        with open(path, "rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _cut(data, path.name)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Unreadable(
            _("{file} cannot be read ({reason}). Hand it in again.", file=path.name, reason=error.strerror)
        ) from None


def _cut(data: mmap.mmap, name: str) -> bytes:
    """The JSON with every list of outputs empty: they may be of any size, and count for nothing."""
    kept, room, start = [], MOST_BYTES, 0
    while True:
        found = _OUTPUTS.search(data, start)
        end = found.end() if found else len(data)
        room -= end - start
        if room < 0:
            raise Unreadable(_too_large(name, MOST_BYTES))
        kept.append(data[start:end])
        if found is None:
            return b"".join(kept)
        start = _closing(data, end)


def _closing(data: mmap.mmap, place: int) -> int:
    """Where the bracket that closes the list stands that was opened just before `place`; the end if it is never."""
    depth = 1
    while mark := _MARKS.search(data, place):
        place = mark.end()
        if mark[0] == b'"':
            place = _after_string(data, place)
        else:
            depth += 1 if mark[0] in b"[{" else -1
            if not depth:
                return mark.start()
    return len(data)


def _after_string(data: mmap.mmap, place: int) -> int:
    """What follows the string that was opened just before `place`."""
    while (end := data.find(b'"', place)) >= 0:
        slashes = end
        while slashes > place and data[slashes - 1] == 0x5C:
            slashes -= 1
        place = end + 1
        if (end - slashes) % 2 == 0:
            return place
    return len(data)


def _too_large(name: str, most: int) -> str:
    return _(
        "{file} is larger than {size} MB. Clear its outputs, save it, and hand it in again.",
        file=name,
        size=most // 2**20,
    )
