"""Starting contestants in a way that can be stopped at once, from another thread."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from contextlib import suppress

from torchgrade.errors import TorchgradeError
from torchgrade.isolation.channel import Channel
from torchgrade.isolation.launch import Launcher
from torchgrade.isolation.limits import Limits


class Stopped(Exception):
    """The run ends: no contestant is started any more, and what the others say is not to be kept."""


class Starter:
    """A launcher that can end every contestant it has started, and then starts none."""

    def __init__(self, launch: Callable[[], Launcher]) -> None:
        self.stopped = False
        self._started: weakref.WeakSet[Channel] = weakref.WeakSet()
        self._launcher = _second_try(launch)

    def start(self, limits: Limits) -> Channel:
        """A new contestant.

        Raises:
            Stopped: `stop` was called, perhaps meanwhile.
            OSError: no process can be started.
        """
        if self.stopped:
            raise Stopped
        channel = self._launcher.start(limits)
        self._started.add(channel)
        if self.stopped:
            channel.close()
            raise Stopped
        return channel

    def stop(self) -> None:
        """End every contestant; whoever waits for one hears that it has ended."""
        self.stopped = True
        for channel in tuple(self._started):
            # Not close(), which is for the thread that asks: it would leave that thread waiting for an answer.
            with suppress(OSError):
                channel.kill()

    def close(self) -> None:
        """Give back what the launcher holds."""
        self._launcher.close()


def _second_try(launch: Callable[[], Launcher]) -> Launcher:
    """The launcher, tried twice, as whatever else fails by no fault of a submission.

    Raises:
        TorchgradeError: it cannot be had.
    """
    try:
        return launch()
    except OSError:
        pass
    try:
        return launch()
    except OSError as error:
        raise TorchgradeError(
            f"no process for submissions can be started ({error}). Look for a limit on processes or memory; "
            "the same command then goes on from here."
        ) from None
