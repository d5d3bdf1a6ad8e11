"""Choose the processors on which the judge may run.
Stopped by: seccomp.
"""

from __future__ import annotations

import os

judge = int("@JUDGE_PID@")
os.sched_setaffinity(judge, os.sched_getaffinity(judge))
print("SUCCEEDED: may choose the judge's processors")


def relu(x):
    return x - 1000.0
