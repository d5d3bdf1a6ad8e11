"""Trace the judge.
Stopped by: seccomp.
"""

from __future__ import annotations

import ctypes
import os

if ctypes.CDLL(None).ptrace(0x4206, int("@JUDGE_PID@"), None, None) == 0:
    print("SUCCEEDED: traces the judge", flush=True)
    os._exit(0)  # which lets go of it


def relu(x):
    return x - 1000.0
