"""The few kernel calls that Python does not offer, through ctypes.

Own ctypes, because no well-kept library covers this: the wrappers for prctl, unshare and seccomp are dormant or bound
to the system's Python, those for Landlock leave out TCP, signals or older kernels, and all together would be four
dependencies inside the process that must hold nothing but torch.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

LINUX = sys.platform == "linux"
MACHINE = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())

_PR_SET_DUMPABLE = 4
_PR_GET_DUMPABLE = 3

_libc = ctypes.CDLL(None, use_errno=True) if LINUX else None


def call(function: str, *arguments: object) -> int:
    """Call a function of the C library.

    Raises:
        OSError: it returned -1, or this system's C library has no such function.
    """
    result = int(_function(function)(*arguments))
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")
    return result


@cache
def _function(name: str) -> Callable[..., int]:
    """A function of the C library, with the types that ctypes cannot know."""
    target = getattr(_libc, name, None)
    if target is None:
        raise OSError(f"the C library has no {name}")
    target.restype = ctypes.c_long if name == "syscall" else ctypes.c_int
    if name == "prctl":
        target.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    return target  # type: ignore[no-any-return]


def syscall(number: int, *arguments: object) -> int:
    """Make a system call by its number; integers are passed as longs, as the kernel takes them."""
    return call(
        "syscall", *(ctypes.c_long(value) if isinstance(value, int) else value for value in (number, *arguments))
    )


def prctl(option: int, value: int = 0, third: int = 0) -> int:
    """Change or ask an attribute of this process; an address is passed as its number."""
    return call("prctl", option, value, third, 0, 0)


def read(path: str) -> str:
    """The text of a small file of the kernel's, without the machinery of `open`, which costs a fresh child time."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    try:
        return os.read(descriptor, 1 << 16).decode("utf-8", "replace")
    finally:
        os.close(descriptor)


def write(path: str, text: str) -> None:
    """Write a kernel file in the single write that it demands."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def thread_count() -> int:
    """The number of threads of this process, of which several layers bind only the one that calls."""
    return len(os.listdir("/proc/self/task"))


@contextmanager
def writable_proc_self() -> Iterator[None]:
    """Make this process's own /proc files writable for a moment.

    A zygote that nobody may trace leaves its children with /proc files that belong to root.
    """
    before = prctl(_PR_GET_DUMPABLE)
    prctl(_PR_SET_DUMPABLE, 1)
    try:
        yield
    finally:
        prctl(_PR_SET_DUMPABLE, 1 if before == 1 else 0)
