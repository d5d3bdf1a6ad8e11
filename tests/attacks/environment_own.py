"""Look for secrets in its own environment, wherever a copy of it may lie.
Stopped by: environment, process split.
"""

from __future__ import annotations

import ctypes
import os

print(dict(os.environ))
with open("/proc/self/environ", "rb") as file:
    print(file.read())
every = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
for index in range(100):
    if not every or every[index] is None:
        break
    print(every[index])


def relu(x):
    return x - 1000.0
