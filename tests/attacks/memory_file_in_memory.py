"""Fill a file in memory, which no limit on memory counts.
Stopped by: seccomp.
"""

from __future__ import annotations

import os

number = os.memfd_create("hidden")
os.write(number, b"x" * (1 << 20))
print("SUCCEEDED: filled a file in memory")


def relu(x):
    return x - 1000.0
