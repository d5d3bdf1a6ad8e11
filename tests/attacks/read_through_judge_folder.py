"""Look into the folder in which the judge works.
Stopped by: landlock.
"""

from __future__ import annotations

import os

print("SUCCEEDED: listed", os.listdir("/proc/@JUDGE_PID@/cwd"))


def relu(x):
    return x - 1000.0
