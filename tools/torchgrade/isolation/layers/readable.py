"""The files that Python and torch read while they run, and no more.

Not whole prefixes: a virtual environment made in a project's root, or a project under /usr/src, would bring the hidden
tests with it. Never /proc as a whole: it shows other processes' memory and environment.
"""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from collections.abc import Iterator
from functools import lru_cache

_SYSTEM = (
    *("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/usr/local/lib64"),
    *("/usr/share/zoneinfo", "/usr/share/locale", "/etc/ld.so.cache", "/etc/localtime"),
    *("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"),
    *("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/filesystems"),
    *("/proc/sys/vm/overcommit_memory", "/proc/sys/kernel/osrelease"),
    *("/sys/devices/system/cpu", "/sys/devices/system/node", "/sys/kernel/mm/transparent_hugepage"),
)
_PACKAGE_FOLDERS = ("site-packages", "dist-packages", "lib-dynload")


@lru_cache(maxsize=1)
def default_readable() -> tuple[str, ...]:
    """Paths that exist on this host, without those that lie inside another one of them."""
    existing = {path: os.path.realpath(path) for path in _candidates() if path and os.path.exists(path)}
    return tuple(
        path
        for path, real in existing.items()
        # /proc/self is another folder in every process, so its target must not be remembered.
        if path.startswith("/proc") or not any(_inside(real, other) for other in existing.values())
    )


def _candidates() -> Iterator[str]:
    """Every path that may be needed."""
    yield from _SYSTEM
    yield os.path.join(sys.base_prefix, "lib")
    yield os.path.join(sys.base_exec_prefix, "lib")
    yield from (sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    yield from site.getsitepackages() if hasattr(site, "getsitepackages") else ()
    yield from (path for path in sys.path if os.path.basename(path) in _PACKAGE_FOLDERS)
    if getattr(sys.modules.get("torch"), "__file__", None):
        yield os.path.dirname(str(sys.modules["torch"].__file__))


def _inside(path: str, folder: str) -> bool:
    """Whether a path lies in a folder, and is not that folder."""
    return path.startswith(folder.rstrip(os.sep) + os.sep)
