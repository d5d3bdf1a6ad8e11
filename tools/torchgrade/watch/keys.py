"""Single keys from a terminal, each posted as it is pressed; the terminal is given back as it was."""

from __future__ import annotations

import codecs
import os
import sys
import threading
from typing import Any

from torchgrade.watch.events import Key, Post

UP, DOWN, LEFT, RIGHT, ENTER, ESCAPE, END = "up", "down", "left", "right", "enter", "escape", "end"
_POLL_S = 0.1
_ESCAPE_S = 0.05  # what follows an escape within this time belongs to it: an arrow, sent as several bytes
_ARROWS = {"A": UP, "B": DOWN, "C": RIGHT, "D": LEFT}
_SEQUENCES = {f"\x1b{kind}{letter}": name for kind in "[O" for letter, name in _ARROWS.items()}
_NAMES = {"\r": ENTER, "\n": ENTER, "\x1b": ESCAPE, "\x04": END}


def names_of(text: str) -> list[str]:
    """The keys in what a terminal sent; a sequence that we do not know is no key."""
    if text.startswith("\x1b") and len(text) > 1:
        return [_SEQUENCES[text]] if text in _SEQUENCES else []
    return [
        _NAMES.get(character, character.lower()) for character in text if character.isprintable() or character in _NAMES
    ]


class Keys:
    """Posts keys for as long as it is open; outside of it the terminal belongs to whoever else runs there."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._end = threading.Event()
        self._before: Any = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Keys:
        self._end.clear()
        if os.name == "posix":
            self._before = _set_cbreak()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        if self._thread is not None:
            self._thread.join()
        if self._before is not None:
            import termios

            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)

    def _listen(self) -> None:
        read = _read_posix if os.name == "posix" else _read_windows
        decoder = codecs.getincrementaldecoder("utf-8")("ignore")
        while not self._end.is_set():
            text = read(decoder)
            if text is None:  # the terminal is gone
                self._post(Key(END))
                return
            for name in names_of(text):
                self._post(Key(name))


def resume() -> None:
    """Take single keys again after the shell had the terminal in between."""
    if os.name == "posix":
        _set_cbreak()


def _set_cbreak() -> Any:
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    tty.setcbreak(descriptor)
    return before


def _read_posix(decoder: codecs.IncrementalDecoder) -> str | None:
    import select

    descriptor = sys.stdin.fileno()
    if not select.select([descriptor], [], [], _POLL_S)[0]:
        return ""
    try:
        data = os.read(descriptor, 64)
        while data == b"\x1b" and select.select([descriptor], [], [], _ESCAPE_S)[0]:
            data += os.read(descriptor, 64)
    except OSError:
        return None
    return decoder.decode(data) if data else None


def _read_windows(_: codecs.IncrementalDecoder) -> str | None:
    import msvcrt
    import time

    if not msvcrt.kbhit():  # type: ignore[attr-defined, unused-ignore]
        time.sleep(_POLL_S)
        return ""
    character = msvcrt.getwch()  # type: ignore[attr-defined, unused-ignore]
    if character in ("\x00", "\xe0"):  # an arrow or a function key, told by a second character
        return {"H": "\x1b[A", "P": "\x1b[B", "M": "\x1b[C", "K": "\x1b[D"}.get(msvcrt.getwch(), "")  # type: ignore[attr-defined, unused-ignore]
    return str(character)
