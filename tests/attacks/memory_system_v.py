"""Make shared memory that outlives the process.
Stopped by: seccomp, namespaces.
"""

from __future__ import annotations

import ctypes

libc = ctypes.CDLL(None)
number = libc.shmget(0, 1 << 20, 0o1600)
if number >= 0:
    libc.shmctl(number, 0, None)
    print("SUCCEEDED: made shared memory")


def relu(x):
    return x - 1000.0
