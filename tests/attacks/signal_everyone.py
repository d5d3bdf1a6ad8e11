"""Send a signal to every process there is.
Stopped by: seccomp, landlock.
"""

from __future__ import annotations

import os

os.kill(-1, 0)
print("SUCCEEDED: may signal everyone")


def relu(x):
    return x - 1000.0
