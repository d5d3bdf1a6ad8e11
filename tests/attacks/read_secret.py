"""Read a file that is open to every user.
Stopped by: landlock.
"""

from __future__ import annotations

with open("@CANARY@/secret.txt") as file:
    print(file.read())


def relu(x):
    return x - 1000.0
