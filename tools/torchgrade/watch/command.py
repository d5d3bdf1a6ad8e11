"""`torchgrade watch`: which exercise, which display, and the terminal in between."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from torchgrade import progress
from torchgrade.course import Entry, catalogue, find, find_graders
from torchgrade.errors import BadInput
from torchgrade.language.speaking import _
from torchgrade.run_options import PUBLIC_SEED
from torchgrade.standing import Progress
from torchgrade.watch.events import Saved
from torchgrade.watch.files import Watcher
from torchgrade.watch.keys import Keys, resume
from torchgrade.watch.loop import Loop
from torchgrade.watch.plain import PlainLines
from torchgrade.watch.screen import Screen
from torchgrade.watch.settings import Settings
from torchgrade.watch.state import State, Watched


def watch_exercises(name: str | None, graders: Path | None, device: str, time_limit: float) -> None:
    """Watch until the learner quits.

    Raises:
        BadInput: there are no graders, no such exercise, or an option cannot be used.
    """
    if time_limit <= 0:
        raise BadInput(f"--time-limit {time_limit}: give more than 0 seconds.")
    folder = find_graders(graders)
    devices = tuple(part.strip() for part in device.split(",") if part.strip())
    settings = Settings(folder, PUBLIC_SEED, devices, time_limit)
    entries, known = catalogue(folder), progress.read(settings.root)
    state = State(Watched(_first(entries, known, name)), entries, known, note=known.note)
    with suppress(KeyboardInterrupt):
        if _can_draw():
            _on_screen(settings, state)
        else:
            _in_lines(settings, state)
    print(
        _(
            "{green} of {total} exercises are green. `torchgrade watch` goes on from here.",
            green=len(state.green),
            total=len(entries),
        )
    )


def _first(entries: list[Entry], known: Progress, name: str | None) -> Entry:
    """The exercise named, else the first that is not green, else the first of all."""
    if name is not None:
        return find(entries, name)
    return progress.next_exercise(entries, known) or entries[0]


def _can_draw() -> bool:
    """Whether this is a terminal that can be drawn on, and the learner wants that."""
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM", "") in ("dumb", "unknown")
    return not plain and sys.stdin.isatty() and sys.stdout.isatty()


def _in_lines(settings: Settings, state: State) -> None:
    @contextmanager
    def nobody() -> Iterator[None]:
        yield

    with PlainLines() as display:
        print(_("Watching; Ctrl-C ends."), flush=True)
        loop = Loop(settings, state, display, nobody)
        with closing(loop), Watcher((settings.exercises, settings.graders), loop.events.put):
            loop.run()


def _on_screen(settings: Settings, state: State) -> None:
    with ExitStack() as held:
        display = Screen()

        @contextmanager
        def handing_over() -> Iterator[None]:
            """Leave the terminal to an editor for a while."""
            keys.__exit__()
            display.__exit__()
            try:
                yield
            finally:
                display.__enter__()
                keys.__enter__()

        loop = Loop(settings, state, display, handing_over)
        keys = Keys(loop.events.put)
        held.enter_context(closing(loop))  # first, so that it comes last: the terminal is given back before
        held.enter_context(display)
        held.enter_context(keys)
        held.enter_context(Watcher((settings.exercises, settings.graders), loop.events.put))
        _come_back(display, loop)
        loop.run()


def _come_back(display: Screen, loop: Loop) -> None:
    """After Ctrl-Z and `fg`, take the terminal again."""
    if not hasattr(signal, "SIGCONT"):
        return

    def again(*_args: Any) -> None:
        resume()
        display.forget()
        loop.events.put(Saved())

    signal.signal(signal.SIGCONT, again)
