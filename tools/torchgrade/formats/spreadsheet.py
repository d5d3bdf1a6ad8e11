"""A CSV file that a teacher downloaded: read as it is, so that it can be given back with only some cells changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from torchgrade.errors import BadInput

_MARKS = ",;\t"


@dataclass(frozen=True)
class Sheet:
    """The rows of a file, all as long as the first; `mark` stands between cells, `end` after a row."""

    path: Path
    rows: tuple[tuple[str, ...], ...]
    mark: str = ","
    end: str = "\n"
    bom: bool = False

    @property
    def header(self) -> tuple[str, ...]:
        """The first row."""
        return self.rows[0]

    def column(self, *titles: str) -> int | None:
        """The place of the first column with one of these titles, whatever their case."""
        wanted = {title.casefold() for title in titles}
        return next((place for place, title in enumerate(self.header) if title.strip().casefold() in wanted), None)

    def text(self, rows: Iterable[Sequence[str]]) -> str:
        """Rows as a file of this kind."""
        stream = io.StringIO()
        csv.writer(stream, delimiter=self.mark, lineterminator=self.end).writerows(rows)
        return ("\ufeff" if self.bom else "") + stream.getvalue()


def read_sheet(path: Path) -> Sheet:
    """Read a downloaded file.

    Raises:
        BadInput: it cannot be read, or is no CSV file in UTF-8 with a header and a row.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
        mark = _mark(text)
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True) if any(row)]
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror}). Name the file that you downloaded.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path}: is no CSV file in UTF-8 ({error}). Download it again and leave it as it is.") from None
    if len(rows) < 2:
        raise BadInput(f"{path}: has no row of a student. Download it again and leave it as it is.")
    wide = len(rows[0])
    even = tuple(tuple((row + [""] * wide)[:wide]) for row in rows)
    return Sheet(path, even, mark, "\r\n" if b"\r\n" in raw else "\n", raw.startswith(b"\xef\xbb\xbf"))


def _mark(text: str) -> str:
    """What stands between the cells: of the usual marks the one that the first line has most of."""
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(_MARKS, key=first.count)
