"""Take 700 MB at once.
Stopped by: rlimits.
"""

from __future__ import annotations

taken = bytearray(700 << 20)
print("SUCCEEDED: took 700 MB")
del taken


def relu(x):
    return x - 1000.0
