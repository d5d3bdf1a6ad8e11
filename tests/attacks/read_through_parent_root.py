"""Read through its parent's view of the root folder.
Stopped by: landlock.
"""

from __future__ import annotations

import os

with open(f"/proc/{os.getppid()}/root@CANARY@/secret.txt") as file:
    print(file.read())


def relu(x):
    return x - 1000.0
