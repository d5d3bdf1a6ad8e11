"""Open a file by the newest system call for it.
Stopped by: landlock.
"""

from __future__ import annotations

import ctypes
import os

how = (ctypes.c_uint64 * 3)()
number = ctypes.CDLL(None).syscall(437, -100, b"@CANARY@/secret.txt", how, ctypes.sizeof(how))
if number >= 0:
    print(os.read(number, 200).decode())


def relu(x):
    return x - 1000.0
