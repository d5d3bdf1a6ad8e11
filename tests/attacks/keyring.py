"""Use the kernel's store of keys.
Stopped by: seccomp.
"""

from __future__ import annotations

import ctypes
import platform

if platform.machine() == "x86_64" and ctypes.CDLL(None).syscall(250, 0, -3, 0) >= 0:
    print("SUCCEEDED: found its keys")


def relu(x):
    return x - 1000.0
