"""Copy an open descriptor of the judge's.
Stopped by: seccomp.
"""

from __future__ import annotations

import ctypes
import os

libc = ctypes.CDLL(None)
if libc.syscall(438, os.pidfd_open(int("@JUDGE_PID@")), 0, 0) >= 0:
    print("SUCCEEDED: took a descriptor")


def relu(x):
    return x - 1000.0
