"""Cut the results to nothing without opening them.
Stopped by: landlock, seccomp.
"""

from __future__ import annotations

import os

os.truncate("@RESULTS@", 0)


def relu(x):
    return x - 1000.0
