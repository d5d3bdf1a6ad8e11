"""Make a process through the newest system call for it.
Stopped by: seccomp.
"""

from __future__ import annotations

import ctypes
import os

arguments = (ctypes.c_uint64 * 8)()
arguments[4] = 17  # SIGCHLD
pid = ctypes.CDLL(None).syscall(435, ctypes.byref(arguments), ctypes.sizeof(arguments))
if pid == 0:
    os._exit(0)
if pid > 0:
    print("SUCCEEDED: made a process with clone3")


def relu(x):
    return x - 1000.0
