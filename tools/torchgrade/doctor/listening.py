"""A contestant's room that remembers all that was printed in it, and every process that lived in it."""

from __future__ import annotations

from typing import Any

from torchgrade.isolation.channel import Channel, Lost
from torchgrade.isolation.launch import Launcher
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.isolation.remote import Room
from torchgrade.isolation.wire import Encoded


class _Noting:
    """A launcher that notes the pids of what it starts."""

    def __init__(self, launcher: Launcher, pids: list[int]) -> None:
        self.launcher = launcher
        self.pids = pids

    def start(self, limits: Limits) -> Channel:
        channel = self.launcher.start(limits)
        self.pids.append(channel.pid)
        return channel

    def close(self) -> None:
        """The launcher belongs to somebody else."""


class ListeningRoom(Room):
    """`heard` is what each question's answer was accompanied by, `pids` the contestants that there were."""

    def __init__(self, launcher: Launcher, limits: Limits, isolation: Isolation) -> None:
        self.heard: list[str] = []
        self.pids: list[int] = []
        super().__init__(_Noting(launcher, self.pids), limits, isolation)

    def ask(self, message: dict[str, Any] | Encoded, seconds: float) -> tuple[Any, str]:
        """Ask as any room does, and listen."""
        try:
            reply, printed = super().ask(message, seconds)
        except Lost as lost:
            self.heard.append(lost.output)
            raise
        self.heard.append(printed)
        return reply, printed
