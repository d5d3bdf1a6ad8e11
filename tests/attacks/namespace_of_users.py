"""Become root in a namespace of its own.
Stopped by: seccomp.
"""

from __future__ import annotations

import ctypes

if ctypes.CDLL(None).unshare(0x10000000) >= 0:
    print("SUCCEEDED: entered a namespace")


def relu(x):
    return x - 1000.0
