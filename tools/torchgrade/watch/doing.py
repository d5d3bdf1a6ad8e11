"""What the keys do, and what a verdict brings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from torchgrade.authoring.generate import restore
from torchgrade.course import Entry
from torchgrade.errors import TorchgradeError
from torchgrade.language.speaking import _
from torchgrade.milestones import milestones
from torchgrade.progress import next_exercise, read
from torchgrade.solutions import solution
from torchgrade.watch import helping
from torchgrade.watch.catalogue_page import of_next_unit
from torchgrade.watch.editor import edit
from torchgrade.watch.keys import DOWN, ENTER, ESCAPE, LEFT, RIGHT, UP
from torchgrade.watch.runner import Runner
from torchgrade.watch.settings import Settings
from torchgrade.watch.state import Run, Showing, State

_MOVES = (UP, DOWN, LEFT, RIGHT)


class Doing:
    """Changes the state as the learner asks.

    Args:
        settings: the course.
        state: the sitting.
        open_: watches another exercise.
        handing_over: gives the terminal to somebody else while it is open.
    """

    def __init__(
        self,
        settings: Settings,
        state: State,
        open_: Callable[[Entry], None],
        handing_over: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._settings, self._state, self._open, self._handing_over = settings, state, open_, handing_over
        self.has_turned_green = False
        self._keys: dict[str, Callable[[], None]] = {
            " ": self._more,
            "n": self.onward,
            "l": self._list,
            "h": self._hint,
            "e": self._edit,
            "d": lambda: self._toggle("diff"),
            "s": self._solution,
            "x": self._reset,
        }

    def press(self, name: str, valid: Sequence[str]) -> bool:
        """Do what a key says, if it is valid now; False ends the sitting."""
        state = self._state
        if state.asks_reset and name != "x":
            state.asks_reset = False
        elif name == ESCAPE:
            state.look("result")
        elif state.showing == "list" and name in _MOVES:
            self._move(name)
        elif state.showing == "list" and name == ENTER:
            self._open(state.entries[state.cursor])
        elif name == "q":
            return False
        elif name in valid and name in self._keys:
            self._try(self._keys[name])
        return True

    def take(self, run: Run) -> None:
        """Keep a finished run, and what it means for the learner's progress."""
        state, watched, settings = self._state, self._state.watched, self._settings
        self.has_turned_green = watched.take(run) and watched.runs > 1
        state.serial += 1
        state.forget_what_was_said()
        if self.has_turned_green:
            state.look("result")
        change = helping.record(settings.root, run.report)
        state.progress = change.after
        if change.note:
            state.say(change.note)
        watched.milestones += milestones(change, state.entries, settings.graders)
        self.look_up()

    def look_up(self) -> None:
        """Find out which helps there are now."""
        state, watched = self._state, self._state.watched
        title, taken, most = helping.open_rungs(watched.entry, watched.checks, state.progress)
        if title != watched.hinted:  # hints on what is right by now are of no use
            watched.hinted, watched.hints = title, []
        watched.rungs_left = 0 if watched.is_green else most - taken
        watched.can_reset = helping.can_reset(self._settings.root, watched.entry)
        watched.may_see_solution = watched.entry.id in state.green

    def prepare(self, runner: Runner) -> None:
        """Have the next exercise's grader recorded while the learner reads."""
        entry = next_exercise(self._state.entries, self._state.progress, self._state.watched.entry)
        if entry is not None:
            runner.prepare(entry.id)

    def onward(self) -> None:
        """Turn to the next exercise that is not green."""
        state = self._state
        entry = next_exercise(state.entries, state.progress, state.watched.entry)
        if entry is not None:
            self._open(entry)

    def _try(self, do: Callable[[], None]) -> None:
        """Do something that may be refused; the reason is shown, and the sitting goes on."""
        try:
            do()
        except (TorchgradeError, OSError) as error:
            self._state.say(str(error))
            self._state.look("result")

    def _more(self) -> None:
        self._state.page += 1

    def _toggle(self, showing: Showing) -> None:
        self._state.look("result" if self._state.showing == showing else showing)

    def _list(self) -> None:
        self._state.cursor = self._state.entries.index(self._state.watched.entry)
        self._toggle("list")

    def _move(self, name: str) -> None:
        state = self._state
        if name in (LEFT, RIGHT):
            state.cursor = of_next_unit(state.entries, state.cursor, 1 if name == RIGHT else -1)
        else:
            step = 1 if name == DOWN else -1
            state.cursor = min(max(state.cursor + step, 0), len(state.entries) - 1)

    def _hint(self) -> None:
        state, watched, root = self._state, self._state.watched, self._settings.root
        _title, taken, _most = helping.open_rungs(watched.entry, watched.checks, state.progress)
        watched.hints.append(helping.hint(root, watched.entry, watched.checks, taken + 1))
        state.progress = read(root)
        state.look("result")
        self.look_up()

    def _solution(self) -> None:
        if self._state.showing != "solution":
            self._state.solution = solution(self._settings.root, self._state.watched.entry)
        self._toggle("solution")

    def _edit(self) -> None:
        with self._handing_over():
            started = edit(self._settings.exercises / f"{self._state.watched.entry.id}.py")
        if not started:
            self._state.say(_("The editor could not be started. Set $EDITOR to one that can."))

    def _reset(self) -> None:
        state = self._state
        if not state.asks_reset:
            state.asks_reset = True
            return
        state.asks_reset = False
        entry = state.watched.entry
        backup = restore(self._settings.root, entry.id)
        if backup:
            state.say(
                _("The stub of {name} is back. What you had is kept in {backup}.", name=entry.name, backup=backup)
            )
        else:
            state.say(_("The stub of {name} is back.", name=entry.name))
