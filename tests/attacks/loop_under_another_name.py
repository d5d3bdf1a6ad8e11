"""Loop under a process name that looks like the kernel's figures of an idle process.
Stopped by: limits.
"""

from __future__ import annotations

import ctypes


def relu(x):
    ctypes.CDLL(None).prctl(15, b") S 0 0 0 0 0 0", 0, 0, 0)
    while True:
        pass
