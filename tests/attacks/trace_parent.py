"""Trace the process that it was forked from.
Stopped by: seccomp, no_new_privileges.
"""

from __future__ import annotations

import ctypes
import os

libc = ctypes.CDLL(None)
if libc.ptrace(0x4206, os.getppid(), None, None) == 0:
    print("SUCCEEDED: traces its parent", flush=True)
    os._exit(0)  # which lets go of it


def relu(x):
    return x - 1000.0
