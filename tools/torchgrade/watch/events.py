"""What can happen while an exercise is watched; whoever notices puts it into one queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Key:
    """A key was pressed: a character, or one of the names in `keys.py`."""

    name: str


@dataclass(frozen=True)
class Saved:
    """Some file of the course may have changed; which one is for the listener to look up."""


@dataclass(frozen=True)
class Answered:
    """The judge sent a message."""

    message: dict[str, Any]


@dataclass(frozen=True)
class Gone:
    """The judge's process has ended; `last_words` is the end of what it printed."""

    process: int
    last_words: str


@dataclass(frozen=True)
class Tick:
    """Nothing happened for a while."""


Event = Key | Saved | Answered | Gone | Tick
Post = Callable[[Event], None]
