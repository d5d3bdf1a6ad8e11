"""Each isolation layer on this host: one contestant is started, puts them on, and is asked how they hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from torchgrade.isolation.launch import best_launcher
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation

# For layers whose own detail does not end in one.
_REMEDIES = {
    "process_group": "grade on Linux",
    "namespaces": "allow user namespaces, or grade as root",
    "private_tmp": "allow user namespaces, or grade as root",
    "environment": "grade on Linux or macOS",
    "rlimits": "grade on Linux",
    "uid": "start torchgrade as root, and each contestant gets a user of its own",
    "capabilities": "grade as an ordinary user",
    "no_new_privileges": "grade on Linux 3.5 or newer",
    "landlock": "boot Linux 6.12 or newer, with landlock in the `lsm=` boot parameter",
    "seccomp": "grade on Linux, on x86_64 or aarch64",
}


class Layer(NamedTuple):
    """A layer's status ("held", "weaker" or "absent"), what it says of itself, and what would mend it."""

    name: str
    status: str
    detail: str
    remedy: str = ""


def layers(limits: Limits | None = None) -> list[Layer]:
    """Ask one contestant.

    Raises:
        Lost: it could not even start.
    """
    limits = limits or Limits()
    launcher = best_launcher()
    try:
        channel = launcher.start(limits)
        try:
            reply, _ = channel.ask(Isolation().message(limits), limits.import_s)
        finally:
            channel.close()
    finally:
        launcher.close()
    return [with_remedy(state) for state in reply["layers"]]


def with_remedy(state: Sequence[str]) -> Layer:
    """The layer, its remedy split from its detail, or found for it where it is not held."""
    name, status, detail = state
    if status == "held":
        return Layer(name, status, detail)
    said, _, remedy = detail.partition("; ")
    return Layer(name, status, said, remedy or _REMEDIES.get(name, ""))
