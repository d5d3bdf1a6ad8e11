"""Make a system call through the third set of numbers of x86.
Stopped by: seccomp.
"""

from __future__ import annotations

import ctypes
import platform

if platform.machine() == "x86_64" and ctypes.CDLL(None).syscall(0x40000000 + 39) > 0:
    print("SUCCEEDED: made an x32 call", flush=True)


def relu(x):
    return x - 1000.0
