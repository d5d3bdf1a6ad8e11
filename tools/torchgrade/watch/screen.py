"""The whole terminal, by rich: a header, as much of the page as fits, and at the bottom the keys that are valid."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleDimensions, Group
from rich.live import Live
from rich.syntax import Syntax
from rich.text import Text

from torchgrade.language.speaking import _
from torchgrade.report.lines import Line, wrapped
from torchgrade.watch.actions import Action
from torchgrade.watch.page import Page

_STYLES = {"light": "dim"}
_BAR = 20
_LEAST_BODY = 3


class Screen:
    """Draws pages on a terminal of any size, in a screen of its own: what stood there before comes back at the end."""

    interactive = True

    def __init__(self) -> None:
        self._console = Console()
        self._live: Live | None = None
        self._drawn: object = None

    def __enter__(self) -> Screen:
        self._drawn = None
        self._live = Live(console=self._console, screen=True, auto_refresh=False, redirect_stderr=False)
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def forget(self) -> None:
        """Draw everything anew the next time: somebody else has written on the terminal."""
        self._drawn = None
        self._console.clear()

    def pages(self, page: Page, valid: Sequence[Action]) -> int:
        """How many pages the body takes, as the terminal is now."""
        width, height = self._fit()
        room = self._room(height, self._footer(valid, width))
        return max(1, -(-len(self._body(page, width)) // room))

    def draw(self, page: Page, valid: Sequence[Action], number: int, serial: int) -> None:
        """Draw one of the page's pages, unless it stands there already."""
        width, height = self._fit()
        footer = self._footer(valid, width)
        room, body = self._room(height, footer), self._body(page, width)
        first = _first(len(body), room, number, page.focus)
        shown = body[first : first + room]
        below = len(body) - first - len(shown)
        rows = [*self._header(page, width, height), *shown, *[Text("")] * (room - len(shown))]
        rows += self._rule(below, width), *footer
        wanted = (width, height, [(row.plain, row.spans) for row in rows])
        if self._live is not None and wanted != self._drawn:
            self._drawn = wanted
            self._live.update(Group(*rows[:height]), refresh=True)

    def _fit(self) -> tuple[int, int]:
        """The terminal's size now; $COLUMNS, which a shell may have exported long ago, is not asked."""
        try:
            width, height = os.get_terminal_size(sys.stdout.fileno())
        except (OSError, ValueError):
            width, height = 80, 24
        width, height = max(width, 20), max(height, 6)
        self._console.size = ConsoleDimensions(width, height)
        return width, height

    def _room(self, height: int, footer: Sequence[Text]) -> int:
        return max(_LEAST_BODY, height - len(footer) - 1 - (5 if height > 12 else 2))

    def _header(self, page: Page, width: int, height: int) -> list[Text]:
        share = page.green * _BAR // max(page.total, 1)
        bar = Text.assemble(("━" * share, "green"), ("━" * (_BAR - share), "dim"), f" {page.green}/{page.total}")
        title = _apart(Text(f" {page.exercise}", "bold"), bar, width)
        status = _apart(_text(page.status._replace(text=f" {page.status.text}")), Text(page.aside, "dim"), width)
        if height <= 12:
            return [title, status]
        return [title, _cut(Text(f" {page.file}", "dim"), width), Text(""), status, Text("")]

    def _body(self, page: Page, width: int) -> list[Text]:
        if page.code:
            code = "\n".join(line.text for line in page.body)
            text = Syntax("", "python", theme="ansi_dark", background_color="default").highlight(code)
            return [_cut(Text(" ") + line, width) for line in text.split("\n")]
        if page.whole_lines:
            return [_cut(_text(line._replace(text=f" {line.text}")), width) for line in page.body]
        return [_text(line._replace(text=f" {line.text}")) for line in wrapped(page.body, width - 2)]

    def _rule(self, below: int, width: int) -> Text:
        more = _(" {number} more lines ", number=below) if below > 0 else ""
        return _cut(Text(f"{'─' * max(width - cell_len(more) - 2, 0)}{more}──", "dim"), width)

    def _footer(self, valid: Sequence[Action], width: int) -> list[Text]:
        rows = [Text(" ")]
        for action in valid:
            part = Text.assemble((action.shown, "bold cyan"), f" {action.word}   ")
            if rows[-1].cell_len + part.cell_len - 3 > width and rows[-1].cell_len > 1:
                rows.append(Text(" "))
            rows[-1].append_text(part)
        return [_cut(row, width) for row in rows]


def _first(lines: int, room: int, number: int, focus: int | None) -> int:
    """Where what is shown begins: the page of a number, or so that one line stays in the middle."""
    if focus is not None:
        return min(max(focus - room // 2, 0), max(lines - room, 0))
    return min(number * room, max(lines - room, 0))


def _text(line: Line) -> Text:
    return Text(line.text, " ".join(_STYLES.get(style, style) for style in line.styles))


def _cut(text: Text, width: int) -> Text:
    text.truncate(width, overflow="ellipsis")
    return text


def _apart(left: Text, right: Text, width: int) -> Text:
    """Two texts on one line, at its ends; the right one is left out where there is no room for both."""
    gap = width - left.cell_len - right.cell_len - 1
    if gap < 2:
        return _cut(left, width)
    return Text.assemble(left, " " * gap, right)
