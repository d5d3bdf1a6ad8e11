"""Lines of a terminal: their text, how they are drawn, and how they are broken at its width."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

NARROWEST = 40
# Between Chinese signs a line may break anywhere, but none begins with these.
_PIECE = re.compile(r"(?:[^\s\u3000-\u9fff\uff00-\uffef]+|.)[，。；：、！？）”’》〉」』】]*\s*", re.DOTALL)


class Line(NamedTuple):
    """A line of the board, and how a terminal that can shall draw it."""

    text: str
    styles: tuple[str, ...] = ()


def wrapped(lines: Iterable[Line], width: int) -> Iterator[Line]:
    """Lines broken at the terminal's width, the rest indented a little further than their beginning."""
    for line in lines:
        start = " " * (len(line.text) - len(line.text.lstrip()))
        body = _narrow if cell_len(line.text) == len(line.text) else _wide
        for part in body(line.text.strip(), max(width, NARROWEST), start) or [""]:
            yield Line(part, line.styles)


def padded(text: str, width: int) -> str:
    """The text with blanks up to a number of columns; Chinese signs take two of them."""
    return set_cell_size(text, width) if cell_len(text) < width else text


def _narrow(text: str, width: int, start: str) -> list[str]:
    """Lines of a text of which every sign takes one column."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=start,
        subsequent_indent=f"{start}  ",
        break_on_hyphens=False,  # a hyphen here is mostly a minus
    )


def _wide(text: str, width: int, start: str) -> list[str]:
    """Lines of a text with signs that take two columns."""
    lines, line = [], start
    for piece in _PIECE.findall(text):
        if line.strip() and cell_len(line) + cell_len(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = f"{start}  "
        line += piece
    return [*lines, line.rstrip()]
