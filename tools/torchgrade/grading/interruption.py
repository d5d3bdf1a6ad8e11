"""Ctrl-C and SIGTERM: an exception while nothing would be lost, a number to look at while submissions are graded."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(Exception):
    """The run was asked to end; what is finished is on disk."""


class Interruption:
    """How often the run was asked to end.

    Within `held()` a signal is only counted: an exception at any moment could leave a process behind.
    """

    def __init__(self) -> None:
        self.heard = 0
        self._held = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take over both signals; one that is ignored stays so, as under nohup, and other threads get none."""
        before = {}
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                try:
                    before[number] = signal.signal(number, self._hear)
                except ValueError:  # not the main thread
                    break
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def noticed(self) -> Iterator[None]:
        """Let no signal go unheard in code that takes a KeyboardInterrupt for its own, as pytest does.

        Raises:
            Interrupted: one came before the end.
        """
        try:
            yield
        finally:
            if self.heard:
                raise Interrupted

    @contextmanager
    def held(self) -> Iterator[None]:
        """Count signals and go on; whoever asks for this looks at `heard`."""
        self._held = True
        try:
            yield
        finally:
            self._held = False

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self.heard += 1
        if not self._held:
            raise KeyboardInterrupt
