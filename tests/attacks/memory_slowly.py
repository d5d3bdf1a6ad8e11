"""Take memory little by little until 700 MB are full.
Stopped by: rlimits.
"""

from __future__ import annotations

taken = []
try:
    for _ in range(44):
        taken.append(b"x" * (16 << 20))
    print("SUCCEEDED: filled 700 MB")
except MemoryError:
    pass
taken.clear()


def relu(x):
    return x - 1000.0
