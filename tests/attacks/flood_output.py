"""Print without end.
Stopped by: limits.
"""

from __future__ import annotations

import os


def relu(x):
    line = b"flood" * 10_000
    for _ in range(2_000):
        os.write(1, line)
    return x - 1000.0
