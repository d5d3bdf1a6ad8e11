"""Fork one process.
Stopped by: seccomp.
"""

from __future__ import annotations

import os

if os.fork() == 0:
    os._exit(0)
print("SUCCEEDED: forked")


def relu(x):
    return x - 1000.0
