"""Layer: no capability left, nor any that could come back; root without them is an ordinary owner of files.

Needed even beside Landlock: as root with its capabilities, /proc/<parent>/environ stayed readable.
"""

from __future__ import annotations

import errno
import struct
from contextlib import suppress

from . import libc
from .policy import Policy
from .state import State, absent, held, linux_only

NAME = "capabilities"

_VERSION_3 = 0x20080522
_PR_CAPBSET_DROP = 24
_PR_CAP_AMBIENT, _CLEAR_ALL = 47, 4
_SETS = ("CapInh", "CapPrm", "CapEff", "CapAmb")


def apply(policy: Policy) -> State:
    """Drop the bounding set as far as allowed, then every other set."""
    if not libc.LINUX:
        return linux_only(NAME)
    bounded = _drop_bounding_set()
    with suppress(OSError):  # before Linux 4.3 there is no ambient set to clear
        libc.prctl(_PR_CAP_AMBIENT, _CLEAR_ALL)
    libc.call("capset", struct.pack("=Ii", _VERSION_3, 0), struct.pack("=6I", *[0] * 6))
    left = _capabilities_left()
    if left:
        return absent(NAME, f"the kernel kept {', '.join(left)}")
    return held(NAME, "none, bounding set empty" if bounded else "none")


def _drop_bounding_set() -> bool:
    """Forbid each capability for ever; whether all are gone, which takes CAP_SETPCAP."""
    for number in range(64):
        try:
            libc.prctl(_PR_CAPBSET_DROP, number)
        except OSError as error:
            return error.errno == errno.EINVAL
    return True


def _capabilities_left() -> list[str]:
    """The sets of this process that are not empty, as the kernel shows them."""
    shown = dict(line.split(":\t", 1) for line in libc.read("/proc/self/status").splitlines() if ":\t" in line)
    return [f"{name} {shown[name]}" for name in _SETS if int(shown.get(name, "0"), 16)]
