"""Read the kernel's log.
Stopped by: seccomp.
"""

from __future__ import annotations

import ctypes

if ctypes.CDLL(None).klogctl(10, None, 0) >= 0:
    print("SUCCEEDED: may read the kernel's log")


def relu(x):
    return x - 1000.0
