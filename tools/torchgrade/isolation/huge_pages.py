"""The zygote's own memory in pages of 2 MB, where the kernel makes such: a fork then has fewer pages to list.

The C library asks for them for its heap (see launch.py). Python's objects lie in memory of its own, which is brought
together here once, before anything is forked. A child that writes gets the 4 kB around it, as without.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import suppress

from torchgrade.isolation.layers import libc

_COLLAPSE = 25  # MADV_COLLAPSE, of Linux 6.1; older kernels refuse it
_SIZE = 2 << 20
_SETTING = "/sys/kernel/mm/transparent_hugepage/enabled"


def use_huge_pages() -> int:
    """Bring this process's own writable memory together, as far as the kernel does; return how many pieces it did."""
    if not libc.LINUX or not _allowed():
        return 0
    return sum(_collapse(start, end) for start, end in _own_memory(_maps()))


def _allowed() -> bool:
    """Whether the machine's owner lets programs have such pages."""
    with suppress(OSError):
        return "[never]" not in libc.read(_SETTING)
    return False


def _maps() -> str:
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as file:
        return file.read()


def _own_memory(maps: str) -> Iterator[tuple[int, int]]:
    """The whole pages of 2 MB in memory that belongs to no file, not the stack's, from a text like /proc/self/maps."""
    for line in maps.splitlines():
        addresses, rights, *_, name = [*line.split(None, 5), ""][:6]
        start, end = (int(address, 16) for address in addresses.split("-"))
        start, end = -(-start // _SIZE) * _SIZE, end // _SIZE * _SIZE
        if rights == "rw-p" and name in ("", "[heap]") and start < end:
            yield start, end


def _collapse(start: int, end: int) -> bool:
    with suppress(OSError):  # what is not in use has nothing to bring together
        return libc.call("madvise", ctypes.c_void_p(start), ctypes.c_size_t(end - start), _COLLAPSE) == 0
    return False
