"""Layer: limits on memory, CPU time, file size, open files and threads; the first to go when memory runs out."""

from __future__ import annotations

import math
import mmap
import os
import time
from contextlib import suppress

from . import libc
from .policy import Policy
from .state import State, absent, held, weaker

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

NAME = "rlimits"

_SECOND_CHANCE = 1
_UCOUNTS = (5, 14)


def apply(policy: Policy) -> State:
    """Set the limits, and show that they bind."""
    if resource is None:
        return absent(NAME, "this system has no resource limits", "the judge watches time only")
    for name, limit in _limits(policy).items():
        if hasattr(resource, name):
            _set(getattr(resource, name), *limit)
    if not libc.LINUX:
        return weaker(NAME, "CPU time, file size and open files; memory is not enforced on this system")
    _volunteer_for_oom()
    if policy.memory_bytes is not None and _can_map(policy.memory_bytes + (1 << 20)):
        return weaker(NAME, "the limit on memory does not bind")
    if os.geteuid() != 0:
        return held(NAME, "memory, CPU time, file size, open files, threads")
    if policy.uid is None:
        return weaker(NAME, "memory, CPU time, file size, open files; the limit on threads does not bind root")
    return held(NAME, "memory, CPU time, file size, open files; threads if the uid layer holds")


def _limits(policy: Policy) -> dict[str, tuple[int, int]]:
    """Soft and hard limit by name; the CPU's soft one ends the process in a way that the judge can recognise."""
    cpu = math.ceil(time.process_time()) + policy.cpu_seconds
    wanted = {
        "RLIMIT_CPU": (cpu, cpu + _SECOND_CHANCE),
        "RLIMIT_FSIZE": (policy.file_bytes,) * 2,
        "RLIMIT_NOFILE": (policy.open_files,) * 2,
        "RLIMIT_CORE": (0, 0),
        "RLIMIT_MSGQUEUE": (0, 0),
    }
    if not libc.LINUX:
        return wanted
    wanted["RLIMIT_NPROC"] = (_threads_not_ours(policy) + policy.processes,) * 2
    if policy.memory_bytes is not None:
        space, data = _memory_now()
        wanted["RLIMIT_AS"] = (space + policy.memory_bytes,) * 2
        wanted["RLIMIT_DATA"] = (data + policy.memory_bytes,) * 2
    return wanted


def _set(which: int, soft: int, hard: int) -> None:
    """Set one limit, never above what the host allows already."""
    ceiling = resource.getrlimit(which)[1]
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(which, (soft, hard))
    if resource.getrlimit(which) != (soft, hard):
        raise OSError(f"the kernel did not take limit {which}")


def _memory_now() -> tuple[int, int]:
    """Bytes of address space and of private data that this process has."""
    pages = [int(number) for number in libc.read("/proc/self/statm").split()]
    return pages[0] * mmap.PAGESIZE, pages[5] * mmap.PAGESIZE


def _can_map(size: int) -> bool:
    """Whether that much more address space can be had."""
    try:
        mmap.mmap(-1, size).close()
    except (OSError, ValueError, OverflowError):
        return False
    return True


def _volunteer_for_oom() -> None:
    """Let the kernel choose this process first when the machine runs out of memory."""
    with suppress(OSError), libc.writable_proc_self():  # a courtesy to the host, which no promise rests on
        libc.write("/proc/self/oom_score_adj", "1000")


def _threads_not_ours(policy: Policy) -> int:
    """Threads that count against the limit and are not the contestant's: the kernel counts all of a user's."""
    if policy.uid is not None and os.geteuid() == 0:
        return 0
    release = tuple(int(part) for part in os.uname().release.split("-")[0].split(".")[:2])
    mapped = sum(int(line.split()[2]) for line in libc.read("/proc/self/uid_map").splitlines())
    if mapped <= 1 and release >= _UCOUNTS:
        return 0
    return _threads_of_user(os.getuid())


def _threads_of_user(uid: int) -> int:
    """How many threads this user has on the whole machine, as far as /proc shows."""
    count = 0
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.stat(f"/proc/{name}").st_uid == uid or name == str(os.getpid()):
                count += os.stat(f"/proc/{name}/task").st_nlink - 2
        except OSError:
            continue  # it has ended meanwhile
    return count
