"""Mount a file system over the files.
Stopped by: seccomp, capabilities.
"""

from __future__ import annotations

import ctypes

libc = ctypes.CDLL(None)
if libc.mount(b"tmpfs", b"@CANARY@/graders", b"tmpfs", 0, None) == 0:
    libc.umount2(b"@CANARY@/graders", 2)
    print("SUCCEEDED: mounted")


def relu(x):
    return x - 1000.0
