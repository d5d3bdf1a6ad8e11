"""Take back that it dies with its parent and cannot be traced.
Stopped by: seccomp.
"""

from __future__ import annotations

import ctypes

libc = ctypes.CDLL(None)
if libc.prctl(1, 0, 0, 0, 0) == 0:
    print("SUCCEEDED: outlives its parent")
if libc.prctl(4, 1, 0, 0, 0) == 0:
    print("SUCCEEDED: can be traced")


def relu(x):
    return x - 1000.0
