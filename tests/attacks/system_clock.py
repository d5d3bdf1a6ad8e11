"""Set the machine's clock, to nothing new.
Stopped by: seccomp, capabilities.
"""

from __future__ import annotations

import ctypes

if ctypes.CDLL(None).settimeofday(None, None) == 0:
    print("SUCCEEDED: may set the clock")


def relu(x):
    return x - 1000.0
