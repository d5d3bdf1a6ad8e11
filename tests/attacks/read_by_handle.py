"""Open a file by the file system's own handle.
Stopped by: seccomp, capabilities.
"""

from __future__ import annotations

import ctypes
import struct

libc = ctypes.CDLL(None)
handle = ctypes.create_string_buffer(struct.pack("=Ii", 128, 0), 136)
mount = ctypes.c_int()
if libc.name_to_handle_at(-100, b"@CANARY@/secret.txt", handle, ctypes.byref(mount), 0) == 0:
    print("SUCCEEDED: got a handle")


def relu(x):
    return x - 1000.0
