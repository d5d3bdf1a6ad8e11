"""Send a signal to the judge.
Stopped by: seccomp, landlock.
"""

from __future__ import annotations

import os

os.kill(int("@JUDGE_PID@"), 0)
print("SUCCEEDED: may signal the judge")


def relu(x):
    return x - 1000.0
