"""Read the list of users.
Stopped by: landlock.
"""

from __future__ import annotations

with open("/etc/passwd") as file:
    print("SUCCEEDED: read", file.readline())


def relu(x):
    return x - 1000.0
