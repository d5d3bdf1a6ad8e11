"""Set up a queue through which the kernel opens files past the filter.
Stopped by: seccomp.
"""

from __future__ import annotations

import ctypes

if ctypes.CDLL(None).syscall(425, 8, ctypes.create_string_buffer(120)) >= 0:
    print("SUCCEEDED: set up a queue")


def relu(x):
    return x - 1000.0
