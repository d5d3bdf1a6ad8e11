"""Read through its own view of the root folder in /proc.
Stopped by: landlock.
"""

from __future__ import annotations

with open("/proc/self/root@CANARY@/secret.txt") as file:
    print(file.read())


def relu(x):
    return x - 1000.0
