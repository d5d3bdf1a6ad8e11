"""What one layer has to say about itself after it was put on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["held", "weaker", "absent"]


@dataclass(frozen=True)
class State:
    """How one layer holds in this process: held, weaker than it should be, or absent, and why."""

    name: str
    status: Status
    detail: str

    def __str__(self) -> str:
        return f"{self.name}: {self.status} ({self.detail})"


def held(name: str, detail: str) -> State:
    """The layer is on, and trying it showed so."""
    return State(name, "held", detail)


def weaker(name: str, detail: str) -> State:
    """The layer is on, but leaves open what the detail names."""
    return State(name, "weaker", detail)


def absent(name: str, reason: str, remedy: str = "") -> State:
    """The layer is not on; the detail gives the reason and, where there is one, what mends it."""
    return State(name, "absent", f"{reason}; {remedy}" if remedy else reason)


def linux_only(name: str) -> State:
    """The answer of a layer that only Linux has."""
    return absent(name, "needs Linux", "run in WSL2, in Docker or on a Linux host")
