"""Open a socket through the C library, past Python's own functions.
Stopped by: seccomp.
"""

from __future__ import annotations

import ctypes

if ctypes.CDLL(None).socket(2, 1, 0) >= 0:
    print("SUCCEEDED: opened a socket")


def relu(x):
    return x - 1000.0
