"""Join the judge's network.
Stopped by: seccomp, landlock.
"""

from __future__ import annotations

import ctypes
import os

if ctypes.CDLL(None).setns(os.open("/proc/@JUDGE_PID@/ns/net", os.O_RDONLY), 0x40000000) == 0:
    print("SUCCEEDED: joined the judge's network")


def relu(x):
    return x - 1000.0
