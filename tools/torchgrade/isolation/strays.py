"""Processes that a contestant started and that left its group: the zygote adopts them when it ends, and ends them.

The kernel's layers deny starting any; this is for hosts and modes without them. What a living contestant's own
children start stays theirs until they end, so everything is found in the end, one generation after the other.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Collection
from contextlib import suppress

from torchgrade.isolation.layers import libc

_PR_SET_CHILD_SUBREAPER = 36


def adopt_strays() -> bool:
    """Become the parent of every orphan among one's descendants, where the kernel can do that."""
    if not libc.LINUX:
        return False
    try:
        libc.prctl(_PR_SET_CHILD_SUBREAPER, 1)
    except OSError:
        return False
    return True


def end_strays(known: Collection[int]) -> None:
    """Kill and collect every child process that is not known, and what becomes a child by that."""
    while strays := [pid for pid in _children() if pid not in known]:
        for pid in strays:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
            with suppress(OSError):
                os.waitpid(pid, 0)


def _children() -> list[int]:
    """The processes whose parent is this one's only thread; none where /proc does not tell."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
            return [int(pid) for pid in file.read().split()]
    except OSError:
        return []
