"""How strictly contestants are confined, and what is said about it in the results."""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from torchgrade.errors import BadInput
from torchgrade.isolation.layers import Policy
from torchgrade.isolation.limits import Limits

Mode = Literal["strict", "standard", "process"]
MODES: tuple[Mode, ...] = ("strict", "standard", "process")

OWN_PROCESS = "own process: held"
PROCESS_ONLY = "process only: no kernel layer was asked for, so files and the network are open to the code"

# CUDA reserves far more address space than it uses, and has threads and open files of its own.
_FOR_THE_DRIVER: dict[str, Any] = {"memory_bytes": None, "processes": 256, "open_files": 1024}
_FIRST_UID = 64_000
_USERS = 1_000
_SLOTS = itertools.count(os.getpid() * 97)  # processes that grade side by side begin at different users


@dataclass(frozen=True)
class Isolation:
    """What is asked of the layers.

    "standard" takes everything that the host offers, "strict" stops where one layer is missing, "process" is
    the split into processes alone.
    """

    mode: Mode = "standard"

    def message(self, limits: Limits) -> dict[str, Any]:
        """What a new contestant is told before anything else."""
        gpu = limits.gpu_memory is not None
        policy = Policy(
            **(_FOR_THE_DRIVER if gpu else {"memory_bytes": limits.memory_bytes}),
            cpu_seconds=int(limits.submission_s) + 1,
            uid=_FIRST_UID + next(_SLOTS) % _USERS if hasattr(os, "geteuid") and os.geteuid() == 0 else None,
        )
        wanted: list[str] | None = [] if self.mode == "process" else None
        return {"do": "confine", "policy": policy.to_dict(), "wanted": wanted, "gpu_memory": limits.gpu_memory}

    def accept(self, states: Sequence[Sequence[str]]) -> tuple[str, ...]:
        """The layers for the results, one short line each.

        Raises:
            BadInput: strict isolation was asked for and a layer is missing.
        """
        missing = [f"{name} ({detail})" for name, status, detail in states if status == "absent"]
        if self.mode == "process":
            return (OWN_PROCESS, PROCESS_ONLY)
        if self.mode == "strict" and missing:
            raise BadInput(
                f"--isolation strict: missing here: {'; '.join(missing)}. `torchgrade doctor` says how to mend it; "
                "--isolation standard goes on without."
            )
        return (OWN_PROCESS, *(f"{name}: {status}" for name, status, _ in states))
