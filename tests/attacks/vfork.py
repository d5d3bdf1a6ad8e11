"""Make a process through the C library, past Python's own functions.
Stopped by: seccomp.
"""

from __future__ import annotations

import ctypes

libc = ctypes.CDLL(None)
pid = libc.fork()
if pid == 0:
    libc._exit(0)
if pid > 0:
    print("SUCCEEDED: forked through the C library")


def relu(x):
    return x - 1000.0
