"""Layer: a filter that denies system calls; together with Landlock it does most of the work, and needs no root.

No new process or program, no socket, no memory that no limit counts, nothing aimed at another process. It is a list of
what is denied, so a call that a later kernel adds passes. Threads remain allowed: torch needs them.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from functools import lru_cache

from . import bpf, libc, syscalls
from .policy import Policy
from .state import State, absent, held, linux_only, weaker

NAME = "seccomp"

_AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_SET_FILTER, _ALL_THREADS = 1, 1
_DENY = bpf.refuse(errno.EPERM)

_CLONE_THREAD, _CLONE_SIGHAND = 0x10000, 0x800
# Parent-death signal, dumpable, memory map, allowed tracer: what the other layers have set must stay.
_PRCTL_OPTIONS = (1, 4, 35, 0x59616D61)
# F_SETOWN, F_SETSIG, F_SETOWN_EX, and the same by ioctl, send signals to others.
_FCNTL_COMMANDS = (8, 10, 15)
# The last two, TIOCSTI and TIOCLINUX, type into a terminal.
_IOCTL_COMMANDS = (0x8901, 0x8902, 0x5412, 0x541C)
# Of another process of the same user, these would change its limits or its share of the machine.
_OF_ONESELF = ("prlimit64", "sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr")
_SIGNALS = ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo")


def apply(policy: Policy) -> State:
    """Install the filter in every thread of this process, and try four of the denied calls."""
    if not libc.LINUX:
        return linux_only(NAME)
    if libc.MACHINE not in _AUDIT_ARCHITECTURE:
        return absent(NAME, f"no table of system calls for {libc.MACHINE}", "grade on x86_64 or aarch64")
    code = program(libc.MACHINE, policy.network, os.getpid())
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer))
    try:
        libc.syscall(syscalls.number("seccomp", libc.MACHINE), _SET_FILTER, _ALL_THREADS, header)
    except OSError as error:
        return absent(NAME, str(error), "allow seccomp filters in the container's own profile")
    return _verified(policy, len(code) // 8)


def program(machine: str, network: bool, pid: int) -> bytes:
    """The filter for the process `pid`, as the kernel reads it."""
    own = [
        *_by_argument(machine, _SIGNALS, (pid,)),
        *_by_argument(machine, _OF_ONESELF, (0, pid)),
    ]
    return _fixed(machine, network) + bpf.assemble(own)


@lru_cache(maxsize=4)
def _fixed(machine: str, network: bool) -> bytes:
    """The part of the filter that is the same for every process, so that a zygote makes it once."""
    groups = [syscalls.PROGRAMS, syscalls.UNCOUNTED, syscalls.FILES, syscalls.OTHERS, syscalls.KERNEL]
    denied = [number for group in groups for number in syscalls.numbers(group, machine)]
    denied += [] if network else syscalls.numbers(syscalls.SOCKETS, machine)
    number = {name: syscalls.number(name, machine) for name in syscalls.EXAMINED}
    lines = [
        *bpf.prologue(_AUDIT_ARCHITECTURE[machine]),
        *bpf.always(denied, _DENY),
        # The filter cannot see clone3's flags, which are in memory: the C library then uses clone.
        *bpf.always([number["clone3"]], bpf.refuse(errno.ENOSYS)),
        *bpf.if_argument_has(number["clone"], 0, _CLONE_THREAD, bpf.ALLOW, _DENY),
        *bpf.if_argument_is(number["prctl"], 0, _PRCTL_OPTIONS, _DENY, bpf.ALLOW),
        *bpf.if_argument_is(number["fcntl"], 1, _FCNTL_COMMANDS, _DENY, bpf.ALLOW),
        *bpf.if_argument_is(number["ioctl"], 1, _IOCTL_COMMANDS, _DENY, bpf.ALLOW),
    ]
    return bpf.packed(lines)


def _by_argument(machine: str, names: tuple[str, ...], pids: tuple[int, ...]) -> list[bpf.Instruction]:
    """Allow these calls only where their first argument is one of these pids."""
    blocks = [bpf.if_argument_is(syscalls.number(name, machine), 0, pids, bpf.ALLOW, _DENY) for name in names]
    return [line for block in blocks for line in block]


def _verified(policy: Policy, length: int) -> State:
    """Make calls that fail in any case, and see that they fail because of the filter."""
    column = syscalls.MACHINES.index(libc.MACHINE)
    tries: list[tuple[str, int | None, tuple[object, ...]]] = [
        ("execve", syscalls.PROGRAMS["execve"][column], (None, None, None)),
        ("clone", syscalls.EXAMINED["clone"][column], (_CLONE_SIGHAND, None, None, None, None)),
        ("memfd_create", syscalls.UNCOUNTED["memfd_create"][column], (None, 0)),
    ]
    if not policy.network:
        tries.append(("socket", syscalls.SOCKETS["socket"][column], (-1, 0, 0)))
    passed = [name for name, number, arguments in tries if number is not None and not _denied(number, *arguments)]
    if passed:
        return weaker(NAME, f"installed, but {', '.join(passed)} passed")
    return held(NAME, f"{libc.MACHINE}, {length} instructions")


def _denied(number: int, *arguments: object) -> bool:
    """Whether the filter's own error comes back."""
    try:
        libc.syscall(number, *arguments)
    except OSError as error:
        return error.errno == errno.EPERM
    return False
