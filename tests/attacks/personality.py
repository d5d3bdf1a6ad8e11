"""Switch off the randomisation of addresses.
Stopped by: seccomp.
"""

from __future__ import annotations

import ctypes

if ctypes.CDLL(None).personality(0x0040000) >= 0:
    print("SUCCEEDED: changed its personality")


def relu(x):
    return x - 1000.0
