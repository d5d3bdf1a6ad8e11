"""The loop of a sitting: one event after the other changes what is known, then the screen shows it."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from torchgrade.course import Entry
from torchgrade.language.speaking import _
from torchgrade.results_io import from_json
from torchgrade.watch import helping
from torchgrade.watch.actions import Action, actions
from torchgrade.watch.doing import Doing
from torchgrade.watch.editor import editor
from torchgrade.watch.events import Answered, Event, Gone, Key, Tick
from torchgrade.watch.files import Stamps, stamps
from torchgrade.watch.keys import END
from torchgrade.watch.page import Page, page
from torchgrade.watch.runner import Runner
from torchgrade.watch.settings import Settings
from torchgrade.watch.state import Run, State

_TICK_S = 0.2
_SETTLE_S = 0.25  # a file that is empty or away may be half of a save
_MOST_DEATHS = 2


class Display(Protocol):
    """Where pages are drawn."""

    interactive: bool

    def pages(self, page: Page, valid: Sequence[Action]) -> int:
        """How many pages what is shown takes."""

    def draw(self, page: Page, valid: Sequence[Action], number: int, serial: int) -> None:
        """Show it."""


class Loop:
    """Listens and reacts until the learner quits.

    Args:
        settings: the course, and how it is graded.
        state: the sitting.
        display: where it is shown.
        handing_over: gives the terminal to somebody else while it is open.
    """

    def __init__(
        self,
        settings: Settings,
        state: State,
        display: Display,
        handing_over: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._settings, self._state, self._display = settings, state, display
        self._runner = Runner(settings, self.events.put)
        self._doing = Doing(settings, state, self._open, handing_over)
        self._seen: Stamps = {}
        self._due: float | None = None
        self._number = 0
        self._started = 0.0
        self._deaths = 0

    def run(self) -> None:
        """Go on until somebody quits."""
        note = self._state.note
        self._open(self._state.watched.entry)
        self._state.note = note
        while self._handle(self._next()):
            self._look()
            self._show()

    def close(self) -> None:
        """End the process that checks."""
        self._runner.close()

    def _next(self) -> Event:
        try:
            return self.events.get(timeout=_TICK_S if self._due is None else 0.02)
        except queue.Empty:
            return Tick()

    def _handle(self, event: Event) -> bool:
        """React to one event; False ends the sitting."""
        if isinstance(event, Answered):
            self._answered(event)
        elif isinstance(event, Gone):
            self._gone(event)
        elif isinstance(event, Key):
            return event.name != END and self._pressed(event.name)
        return True

    def _show(self) -> None:
        shown = page(self._state, self._settings)
        valid = self._valid(shown)
        self._display.draw(shown, valid, self._state.page, self._state.serial)

    def _valid(self, shown: Page) -> list[Action]:
        found = actions(self._state, bool(editor()), 1)
        pages = self._display.pages(shown, found)
        self._state.page %= pages
        return actions(self._state, bool(editor()), pages)

    def _pressed(self, name: str) -> bool:
        valid = self._valid(page(self._state, self._settings))
        return self._doing.press(name, [action.key for action in valid])

    def _open(self, entry: Entry) -> None:
        """Watch this exercise from now on, and say at once how it stands."""
        self._state.now_watch(entry)
        self._state.progress = helping.begin(self._settings.root, entry)
        self._seen = stamps(self._paths())
        self._run()

    def _paths(self) -> Iterable[Path]:
        """What a run depends on: the exercise's file, other files that it may import, its grader."""
        entry, exercises = self._state.watched.entry, self._settings.exercises
        own = exercises / f"{entry.id}.py"
        known = {f"{other.name}.py" for other in self._state.entries}
        beside = (path for folder in (exercises, own.parent) for path in sorted(folder.glob("*.py")))
        return [own, *entry.files, *(path for path in beside if path.name not in known)]

    def _look(self) -> None:
        """Run again if anything has changed since the last look, and is there."""
        now = stamps(self._paths())
        if now != self._seen:
            self._seen = now
            own = now[self._settings.exercises / f"{self._state.watched.entry.id}.py"]
            self._due = time.monotonic() + (_SETTLE_S if own is None or own[1] == 0 else 0)
        if self._due is not None and time.monotonic() >= self._due:
            self._run()

    def _run(self) -> None:
        state = self._state
        self._due, self._started = None, time.monotonic()
        state.running_since, state.trouble = self._started, ""
        try:
            self._number = self._runner.ask(state.watched.entry.id)
        except OSError as error:
            self._trouble(_("No process for checking could be started ({error}). Save again to retry.", error=error))

    def _answered(self, event: Answered) -> None:
        message = event.message
        self._state.warm = True
        if message.get("number") != self._number:
            return
        self._deaths = 0
        if "fault" in message:
            self._trouble(_("The exercise could not be checked: {why}. Save again to retry.", why=message["fault"]))
            return
        run = Run(message["text"], from_json(message["report"]), time.monotonic() - self._started)
        self._state.running_since = None
        self._doing.take(run)
        if not self._display.interactive and self._doing.has_turned_green:
            self._show()
            self._doing.onward()
        elif self._doing.has_turned_green:
            self._doing.prepare(self._runner)

    def _gone(self, event: Gone) -> None:
        """The judge has ended by itself: another one takes over, unless that does not help."""
        if not self._runner.is_mine(event.process) or self._state.running_since is None:
            return
        self._deaths += 1
        if self._deaths < _MOST_DEATHS:
            self._run()
            return
        self._deaths = 0
        last = "\n".join(event.last_words.strip().splitlines()[-4:])
        self._trouble(_("The process that checks has ended. Save again to retry. It said:\n{words}", words=last or "-"))

    def _trouble(self, text: str) -> None:
        self._state.running_since, self._state.trouble = None, text
        self._state.serial += 1
