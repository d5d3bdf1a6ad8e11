"""Swap two files in one step.
Stopped by: landlock.
"""

from __future__ import annotations

import ctypes

ctypes.CDLL(None).renameat2(-100, b"@CANARY@/secret.txt", -100, b"@RESULTS@", 2)


def relu(x):
    return x - 1000.0
