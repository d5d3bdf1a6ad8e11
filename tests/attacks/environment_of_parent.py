"""Read the environment of the process that it was forked from.
Stopped by: landlock, capabilities.
"""

from __future__ import annotations

import os

with open(f"/proc/{os.getppid()}/environ", "rb") as file:
    print("SUCCEEDED: read", file.read()[:200])


def relu(x):
    return x - 1000.0
