"""Listen on a TCP port.
Stopped by: seccomp, landlock.
"""

from __future__ import annotations

import socket

socket.create_server(("127.0.0.1", 0)).close()
print("SUCCEEDED: listened")


def relu(x):
    return x - 1000.0
