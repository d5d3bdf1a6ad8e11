"""Make a hundred empty files, which no limit on file size counts.
Stopped by: landlock.
"""

from __future__ import annotations

for number in range(100):
    with open(f"@CANARY@/{number}", "w"):
        pass


def relu(x):
    return x - 1000.0
