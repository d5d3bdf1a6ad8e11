"""Let the kernel signal the judge when a pipe has something to read.
Stopped by: seccomp, landlock.
"""

from __future__ import annotations

import fcntl
import os

reading, _ = os.pipe()
fcntl.fcntl(reading, fcntl.F_SETOWN, int("@JUDGE_PID@"))
print("SUCCEEDED: made the judge the owner of a pipe")


def relu(x):
    return x - 1000.0
