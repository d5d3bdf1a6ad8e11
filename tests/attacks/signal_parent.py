"""Send a signal to the process that it was forked from.
Stopped by: seccomp, landlock.
"""

from __future__ import annotations

import os

os.kill(os.getppid(), 0)
print("SUCCEEDED: may signal its parent")


def relu(x):
    return x - 1000.0
