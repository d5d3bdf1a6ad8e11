"""Layer: a whitelisted environment, and no descriptor but those that were named.

The variables are taken out of Python, out of the C library and out of the memory where the kernel put them. A zygote
that was started with a clean environment remains the real defence: freed memory may hold copies that nobody can find.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from . import libc
from .policy import Policy
from .state import State, held, weaker

NAME = "environment"

KEPT = (
    *(
        "LANG",
        "LC_ALL",
        "LC_CTYPE",
        "TZ",
        "PYTHONHASHSEED",
        "PYTHONUTF8",
        "PYTHONIOENCODING",
        "PYTHONDONTWRITEBYTECODE",
    ),
    *("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "CUBLAS_WORKSPACE_CONFIG"),
    *("CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER", "CUDA_CACHE_DISABLE"),
    *("SYSTEMROOT", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE"),
)
_CLOSE_RANGE = 436
_HIGHEST = 0xFFFFFFFF


def apply(policy: Policy, keep: Iterable[int] = ()) -> State:
    """Scrub the environment, and close every descriptor except 0, 1, 2 and those in `keep`."""
    names = _scrub_environment(policy)
    if os.name != "posix":
        return weaker(NAME, f"{names} variables kept; descriptors are not closed on this system")
    kept = {0, 1, 2, *keep}
    left = _close_others(kept)
    if left:
        return weaker(NAME, f"{names} variables kept; descriptors {sorted(left)} could not be closed")
    return held(NAME, f"{names} variables and {len(kept)} descriptors kept")


def _scrub_environment(policy: Policy) -> int:
    """Replace the environment by the whitelisted part of it; return how many variables remain."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    # getpass asks these before it opens /etc/passwd, which the contestant cannot read.
    kept |= {"USER": "contestant", "LOGNAME": "contestant", "PATH": os.defpath, "HOME": policy.writable or os.sep}
    if policy.writable is not None:
        kept["TMPDIR"] = policy.writable
    os.environ.clear()
    os.environ.update(kept)
    if libc.LINUX:
        _wipe_initial_block()
    return len(kept)


def _wipe_initial_block() -> None:
    """Overwrite the variables that the kernel laid out at exec, which /proc/self/environ shows for ever."""
    start, end = initial_block()
    if 0 < start < end:
        ctypes.memset(start, 0, end - start)


@lru_cache(maxsize=1)
def initial_block() -> tuple[int, int]:
    """Where those variables lie in memory: at the same addresses in a forked child, so a zygote asks once."""
    numbers = libc.read("/proc/self/stat").rpartition(")")[2].split()
    return int(numbers[47]), int(numbers[48])


def _close_others(kept: set[int]) -> set[int]:
    """Close the descriptors between the kept ones; return those that are open still."""
    edges = [-1, *sorted(kept), _HIGHEST]
    for low, high in pairwise(edges):
        if high - low > 1:
            _close_between(low + 1, high - 1)
    return _open_descriptors() - kept


def _close_between(first: int, last: int) -> None:
    """Close a range of descriptors, both ends included."""
    if libc.LINUX:
        try:
            libc.syscall(_CLOSE_RANGE, first, last, 0)
            return
        except OSError:
            pass  # Linux before 5.9: one by one
    for descriptor in _open_descriptors():
        if first <= descriptor <= last:
            os.closerange(descriptor, descriptor + 1)


def _open_descriptors() -> set[int]:
    """The numbers of the descriptors that are open."""
    folder = "/proc/self/fd" if libc.LINUX else "/dev/fd"
    return {int(name) for name in os.listdir(folder) if _is_open(int(name))}


def _is_open(descriptor: int) -> bool:
    """Whether it is open still: listing the folder takes a descriptor, which is in the list."""
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True
