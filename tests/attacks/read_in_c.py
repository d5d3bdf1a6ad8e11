"""Read through the C library, past Python's own functions.
Stopped by: landlock.
"""

from __future__ import annotations

import ctypes

buffer = ctypes.create_string_buffer(200)
libc = ctypes.CDLL(None)
number = libc.open(b"@CANARY@/secret.txt", 0)
if number >= 0 and libc.read(number, buffer, 200) > 0:
    print(buffer.value.decode())


def relu(x):
    return x - 1000.0
