"""Take a mount namespace of its own.
Stopped by: seccomp, capabilities.
"""

from __future__ import annotations

import ctypes

if ctypes.CDLL(None).unshare(0x20000) >= 0:
    print("SUCCEEDED: entered a namespace")


def relu(x):
    return x - 1000.0
