"""Connect to a socket with a path, as those of Docker and D-Bus are.
Stopped by: seccomp.
"""

from __future__ import annotations

import socket

socket.socket(socket.AF_UNIX).connect("@SOCKET@")
print("SUCCEEDED: connected")


def relu(x):
    return x - 1000.0
