"""Fill a file in /dev/shm.
Stopped by: landlock, rlimits.
"""

from __future__ import annotations

import os

path = "/dev/shm/torchgrade-attack"
with open(path, "wb") as file:
    file.write(b"x" * (1 << 20))
os.unlink(path)
print("SUCCEEDED: wrote to /dev/shm")


def relu(x):
    return x - 1000.0
