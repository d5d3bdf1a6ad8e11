"""Watch the kernel through performance counters.
Stopped by: seccomp.
"""

from __future__ import annotations

import ctypes
import platform

if (
    platform.machine() == "x86_64"
    and ctypes.CDLL(None).syscall(298, (ctypes.c_uint64 * 16)(1 | 128 << 32), 0, -1, -1, 0) >= 0
):
    print("SUCCEEDED: counts events")


def relu(x):
    return x - 1000.0
