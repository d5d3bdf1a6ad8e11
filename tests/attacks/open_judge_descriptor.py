"""Open what the judge has open, through /proc.
Stopped by: landlock.
"""

from __future__ import annotations

import os

print("SUCCEEDED: listed", os.listdir("/proc/@JUDGE_PID@/fd"))


def relu(x):
    return x - 1000.0
