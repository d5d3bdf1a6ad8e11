"""Change who may read the results.
Stopped by: seccomp.
"""

from __future__ import annotations

import os

os.chmod("@RESULTS@", 0o400)


def relu(x):
    return x - 1000.0
