"""Lines of a terminal: their text, how they are drawn, and how they are broken at its width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import NamedTuple

NARROWEST = 40


class Line(NamedTuple):
    """A line of the board, and how a terminal that can shall draw it."""

    text: str
    styles: tuple[str, ...] = ()


def wrapped(lines: Iterable[Line], width: int) -> Iterator[Line]:
    """Lines broken at the terminal's width, the rest indented a little further than their beginning."""
    for line in lines:
        start = " " * (len(line.text) - len(line.text.lstrip()))
        body = textwrap.wrap(
            line.text.strip(),
            max(width, NARROWEST),
            initial_indent=start,
            subsequent_indent=f"{start}  ",
            break_on_hyphens=False,  # a hyphen here is mostly a minus
        )
        for part in body or [""]:
            yield Line(part, line.styles)
