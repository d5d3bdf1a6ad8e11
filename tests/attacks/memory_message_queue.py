"""Make a message queue that outlives the process.
Stopped by: seccomp, namespaces.
"""

from __future__ import annotations

import ctypes

libc = ctypes.CDLL(None)
number = libc.msgget(0, 0o1600)
if number >= 0:
    libc.msgctl(number, 0, None)
    print("SUCCEEDED: made a message queue")


def relu(x):
    return x - 1000.0
