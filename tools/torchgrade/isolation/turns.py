"""Questions put side by side, or one alone: what many contestants compute at once may cost one of them its time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Lets many threads ask their contestants at once, or one of them alone.

    Whoever wants to be alone waits until no other question is out; from then on the others wait with their next one.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._asking = 0
        self._alone: int | None = None  # the thread that is alone, or waits until it is

    @contextmanager
    def beside_others(self) -> Iterator[None]:
        """Put one question while others may put theirs."""
        if self._alone == threading.get_ident():
            yield
            return
        with self._changed:
            self._changed.wait_for(lambda: self._alone is None)
            self._asking += 1
        try:
            yield
        finally:
            with self._changed:
                self._asking -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Put questions while nobody else does; not from within another turn."""
        with self._changed:
            self._changed.wait_for(lambda: self._alone is None)
            self._alone = threading.get_ident()
            self._changed.wait_for(lambda: self._asking == 0)
        try:
            yield
        finally:
            with self._changed:
                self._alone = None
                self._changed.notify_all()


TURNS = Turns()  # of all that this process asks
