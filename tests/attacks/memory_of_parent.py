"""Read the memory of the process that it was forked from.
Stopped by: landlock, no_new_privileges.
"""

from __future__ import annotations

import os

with open(f"/proc/{os.getppid()}/maps") as file:
    start = int(file.readline().split("-")[0], 16)
with open(f"/proc/{os.getppid()}/mem", "rb", buffering=0) as file:
    file.seek(start)
    print("SUCCEEDED: read", file.read(4))


def relu(x):
    return x - 1000.0
