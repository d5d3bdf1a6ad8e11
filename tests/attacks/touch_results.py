"""Change the date of the results.
Stopped by: seccomp.
"""

from __future__ import annotations

import os

os.utime("@RESULTS@", (0, 0))


def relu(x):
    return x - 1000.0
