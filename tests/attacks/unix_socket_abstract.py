"""Connect to an abstract socket.
Stopped by: seccomp, landlock.
"""

from __future__ import annotations

import socket

socket.socket(socket.AF_UNIX).connect("\0@SOCKET@")
print("SUCCEEDED: connected")


def relu(x):
    return x - 1000.0
