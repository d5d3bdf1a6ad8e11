"""Map 16 GB of shared memory.
Stopped by: rlimits.
"""

from __future__ import annotations

import mmap

mmap.mmap(-1, 16 << 30).close()
print("SUCCEEDED: mapped 16 GB")


def relu(x):
    return x - 1000.0
