"""Ask the kernel for the network's interfaces.
Stopped by: seccomp.
"""

from __future__ import annotations

import socket

socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).close()
print("SUCCEEDED: opened a netlink socket")


def relu(x):
    return x - 1000.0
