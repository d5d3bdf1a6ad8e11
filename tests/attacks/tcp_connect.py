"""Connect to a TCP port on this machine.
Stopped by: seccomp, namespaces, landlock.
"""

from __future__ import annotations

import socket

socket.create_connection(("127.0.0.1", int("@PORT@")), timeout=1).close()
print("SUCCEEDED: connected")


def relu(x):
    return x - 1000.0
