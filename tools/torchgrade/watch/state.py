"""What a sitting knows: the exercise that is watched, its last two runs, and what the learner looks at."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from torchgrade.course import Entry
from torchgrade.report.words import verdict_of_exercise
from torchgrade.results import Check, Report
from torchgrade.standing import Progress

Showing = Literal["result", "diff", "list", "solution"]


@dataclass(frozen=True)
class Run:
    """One finished run: the text that was run, None where there was no file, and what came of it."""

    text: str | None
    report: Report
    seconds: float

    @property
    def checks(self) -> Sequence[Check]:
        """Every check of the exercise."""
        return self.report.checks

    @property
    def verdict(self) -> str:
        """The one verdict that stands for all of them."""
        return verdict_of_exercise(self.checks)


@dataclass
class Watched:
    """The exercise that is watched.

    `before` is the last run with another text than `last`, `hinted` the sentence of the check that `hints` are for.
    """

    entry: Entry
    opened: float = field(default_factory=time.monotonic)
    runs: int = 0
    last: Run | None = None
    before: Run | None = None
    milestones: list[str] = field(default_factory=list)
    hinted: str = ""
    hints: list[str] = field(default_factory=list)
    rungs_left: int = 0
    can_reset: bool = False
    may_see_solution: bool = False

    def take(self, run: Run) -> bool:
        """Keep a run; whether the exercise has just turned green."""
        was_green = self.is_green
        if self.last is not None and self.last.text != run.text:
            self.before = self.last
        self.last, self.runs = run, self.runs + 1
        return self.is_green and not was_green

    @property
    def checks(self) -> Sequence[Check]:
        """The checks of the last run, none before the first."""
        return self.last.checks if self.last else ()

    @property
    def is_green(self) -> bool:
        """Whether everything was right in the last run."""
        return self.last is not None and self.last.verdict == "passed"


@dataclass
class State:
    """Everything that the screen shows."""

    watched: Watched
    entries: list[Entry]
    progress: Progress
    running_since: float | None = None
    warm: bool = False
    trouble: str = ""
    note: str = ""
    note_ends: int = 1
    showing: Showing = "result"
    asks_reset: bool = False
    solution: str = ""
    page: int = 0
    cursor: int = 0
    serial: int = 0  # grows with everything that a reader of plain lines is to be told

    @property
    def green(self) -> set[str]:
        """The exercises that are green, or were once."""
        return self.progress.green

    def now_watch(self, entry: Entry) -> None:
        """Turn to another exercise, with nothing known of it yet."""
        self.watched = Watched(entry)
        self.look("result")
        self.note, self.trouble, self.solution = "", "", ""

    def say(self, note: str) -> None:
        """Show a word of ours, until the run after the next one."""
        self.note, self.note_ends = note, self.watched.runs + 1

    def forget_what_was_said(self) -> None:
        """Leave out a word whose time is over."""
        if self.watched.runs > self.note_ends:
            self.note = ""

    def look(self, showing: Showing) -> None:
        """Look at something else, from its beginning."""
        self.showing, self.page, self.asks_reset = showing, 0, False
