"""Write through the C library, past Python's own functions.
Stopped by: landlock, rlimits.
"""

from __future__ import annotations

import ctypes

libc = ctypes.CDLL(None)
number = libc.open(b"@RESULTS@", 0o1001)
if number >= 0:
    libc.write(number, b"{}", 2)


def relu(x):
    return x - 1000.0
