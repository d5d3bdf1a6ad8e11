"""Send a datagram.
Stopped by: seccomp, namespaces.
"""

from __future__ import annotations

import socket

socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", int("@PORT@")))
print("SUCCEEDED: sent a datagram")


def relu(x):
    return x - 1000.0
