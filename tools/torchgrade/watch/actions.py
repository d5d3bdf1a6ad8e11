"""The keys that are valid now, and nothing else."""

from __future__ import annotations

from typing import NamedTuple

from torchgrade.language.speaking import _
from torchgrade.watch.keys import ENTER
from torchgrade.watch.state import State


class Action(NamedTuple):
    """A key, how it is written on the screen, and what it does in a word."""

    key: str
    shown: str
    word: str


def actions(state: State, editor: bool, pages: int) -> list[Action]:
    """What can be pressed.

    Args:
        state: the sitting.
        editor: whether there is an editor to open.
        pages: how many pages there are of what is shown.
    """
    if state.asks_reset:
        return [Action("x", "x", _("yes, put the stub back")), Action("any", _("any other key"), _("no"))]
    more = [Action(" ", _("space"), _("more"))] if pages > 1 else []
    quit_ = Action("q", "q", _("quit"))
    if state.showing == "list":
        moves = [Action("up", "↑↓", _("exercise")), Action("left", "←→", _("unit")), Action(ENTER, "enter", _("open"))]
        return [*moves, Action("l", "l", _("back")), quit_]
    if state.showing == "diff":
        return [*more, Action("d", "d", _("back")), quit_]
    if state.showing == "solution":
        return [*more, Action("s", "s", _("back")), *_onward(state), quit_]
    return [*more, *_on_result(state, editor), quit_]


def _onward(state: State) -> list[Action]:
    others = any(entry.id not in state.green and entry != state.watched.entry for entry in state.entries)
    return [Action("n", "n", _("next"))] if others else []


def _on_result(state: State, editor: bool) -> list[Action]:
    watched = state.watched
    found = [*_onward(state), Action("l", "l", _("list"))]
    if watched.rungs_left:
        found.append(Action("h", "h", _("hint") if not watched.hints else _("next hint")))
    if editor:
        found.append(Action("e", "e", _("edit")))
    if watched.before is not None:
        found.append(Action("d", "d", _("diff")))
    if watched.may_see_solution:
        found.append(Action("s", "s", _("solution")))
    if watched.can_reset:
        found.append(Action("x", "x", _("reset")))
    return found
