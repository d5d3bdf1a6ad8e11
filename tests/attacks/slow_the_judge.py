"""Lower the judge's share of the processor.
Stopped by: seccomp.
"""

from __future__ import annotations

import os

judge = int("@JUDGE_PID@")
os.setpriority(os.PRIO_PROCESS, judge, os.getpriority(os.PRIO_PROCESS, judge))
print("SUCCEEDED: may set the judge's priority")


def relu(x):
    return x - 1000.0
