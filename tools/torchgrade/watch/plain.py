"""Plain lines, one after the other, for a dumb terminal, a pipe, NO_COLOR, or a reader's ears."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable

from torchgrade.report.lines import Line, wrapped
from torchgrade.watch.actions import Action
from torchgrade.watch.page import Page


class PlainLines:
    """Prints each result once, below the one before."""

    interactive = False

    def __init__(self) -> None:
        self._exercise = ""
        self._serial = -1

    def __enter__(self) -> PlainLines:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="replace")  # a mark that the encoding lacks must not end the sitting
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held."""

    def pages(self, page: Page, valid: Iterable[Action]) -> int:
        """All of it is one page."""
        return 1

    def draw(self, page: Page, valid: Iterable[Action], number: int, serial: int) -> None:
        """Print what is new."""
        if page.exercise != self._exercise:
            self._exercise = page.exercise
            self._print([Line(""), Line(f"{page.file}  ({page.green}/{page.total})")])
        if serial != self._serial:
            self._serial = serial
            self._print([page.status, *page.body])

    def _print(self, lines: Iterable[Line]) -> None:
        width = shutil.get_terminal_size((100, 24)).columns
        for line in wrapped(lines, width):
            print(line.text, flush=True)
