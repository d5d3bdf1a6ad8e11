"""Handle its own page faults, which makes holes in the kernel easier to use.
Stopped by: seccomp.
"""

from __future__ import annotations

import ctypes
import platform

if platform.machine() == "x86_64" and ctypes.CDLL(None).syscall(323, 1) >= 0:
    print("SUCCEEDED: handles page faults")


def relu(x):
    return x - 1000.0
