"""Send a signal through a descriptor of the judge's process.
Stopped by: seccomp.
"""

from __future__ import annotations

import os
import signal

signal.pidfd_send_signal(os.pidfd_open(int("@JUDGE_PID@")), 0)
print("SUCCEEDED: may signal the judge")


def relu(x):
    return x - 1000.0
