"""A contestant kept ready, for platforms where each one is started anew and imports torch first."""

from __future__ import annotations

import threading
from contextlib import suppress

from torchgrade.isolation.channel import Channel
from torchgrade.isolation.launch import Launcher
from torchgrade.isolation.limits import Limits


class Ahead:
    """A launcher that has started the next contestant before anyone asks for it.

    Args:
        launcher: starts them.
        limits: the limits of every one of them.
    """

    def __init__(self, launcher: Launcher, limits: Limits) -> None:
        self._launcher, self._limits = launcher, limits
        self._ready: Channel | OSError | None = None
        self._prepare()

    def _prepare(self) -> None:
        self._thread = threading.Thread(target=self._start_one, daemon=True)
        self._thread.start()

    def _start_one(self) -> None:
        try:
            self._ready = self._launcher.start(self._limits)
        except OSError as error:
            self._ready = error

    def start(self, limits: Limits) -> Channel:
        """The contestant that is ready; one for other limits than usual is started now.

        Raises:
            OSError: no process can be started.
        """
        if limits != self._limits:
            return self._launcher.start(limits)
        self._thread.join()
        ready, self._ready = self._ready, None
        self._prepare()
        if not isinstance(ready, Channel):
            raise ready or OSError("no contestant could be started")
        return ready

    def close(self) -> None:
        """End the one that waits, and give back what the launcher holds."""
        self._thread.join()
        if isinstance(self._ready, Channel):
            with suppress(OSError):
                self._ready.close()
        self._launcher.close()
