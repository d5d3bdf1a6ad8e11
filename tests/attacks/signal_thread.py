"""Send a signal to a thread of the judge's.
Stopped by: seccomp, landlock.
"""

from __future__ import annotations

import ctypes

judge = int("@JUDGE_PID@")
if ctypes.CDLL(None).tgkill(judge, judge, 0) == 0:
    print("SUCCEEDED: may signal the judge's thread")


def relu(x):
    return x - 1000.0
