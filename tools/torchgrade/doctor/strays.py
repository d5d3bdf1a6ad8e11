"""Processes that a contestant left behind, found and ended."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from torchgrade.isolation.layers import libc

_PR_SET_CHILD_SUBREAPER = 36


class Process(NamedTuple):
    """What the kernel tells everyone about a process."""

    pid: int
    parent: int
    session: int
    state: str


@contextmanager
def adopting_orphans() -> Iterator[None]:
    """Let processes whose parent ends become children of this one, in place of the host's first process."""
    if not libc.LINUX:
        yield
        return
    libc.prctl(_PR_SET_CHILD_SUBREAPER, 1)
    try:
        yield
    finally:
        libc.prctl(_PR_SET_CHILD_SUBREAPER, 0)


def processes() -> list[Process]:
    """Every process of this host that can be seen; none where there is no /proc."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_bytes().rpartition(b")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        found.append(Process(int(path.parent.name), int(fields[1]), int(fields[3]), fields[0].decode()))
    return found


def left_of(contestants: Iterable[int]) -> list[int]:
    """Processes that live still in the session or in the group of one of these contestants."""
    pids = set(contestants)
    left = {one.pid for one in processes() if one.session in pids and one.state not in "ZX"}
    return sorted(left | {pid for pid in pids if _group_lives(pid)})


def _group_lives(pid: int) -> bool:
    """Whether a process group has a member, for a host without /proc."""
    if libc.LINUX or not hasattr(os, "killpg"):
        return False
    try:
        os.killpg(pid, 0)
    except OSError:
        return False
    return True


def adopted(known: Iterable[int]) -> list[int]:
    """Children of this process that it did not start itself: orphans that had left their session."""
    expected = set(known)
    return [one.pid for one in processes() if one.parent == os.getpid() and one.pid not in expected]


def end(pids: Iterable[int]) -> None:
    """Kill these processes, and collect those that have become ours."""
    for pid in pids:
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
        with suppress(OSError):
            os.waitpid(pid, 0)
