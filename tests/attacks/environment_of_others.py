"""Look for secrets in the environment of every process.
Stopped by: landlock, capabilities.
"""

from __future__ import annotations

import os

for name in ["@JUDGE_PID@", str(os.getppid()), *filter(str.isdigit, os.listdir("/proc"))]:
    try:
        with open(f"/proc/{name}/environ", "rb") as file:
            found = [entry.decode() for entry in file.read().split(b"\0") if b"DOCTOR_SECRET" in entry]
    except OSError:
        continue
    print(*found)


def relu(x):
    return x - 1000.0
