"""Take back the powers of root.
Stopped by: capabilities.
"""

from __future__ import annotations

import ctypes
import struct

libc = ctypes.CDLL(None)
if libc.capset(struct.pack("=Ii", 0x20080522, 0), struct.pack("=6I", 1 << 21, 1 << 21, 0, 0, 0, 0)) == 0:
    print("SUCCEEDED: has CAP_SYS_ADMIN")


def relu(x):
    return x - 1000.0
