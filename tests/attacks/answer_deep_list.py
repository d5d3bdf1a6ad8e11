"""Answer with a list a hundred thousand levels deep.
Stopped by: wire.
"""

from __future__ import annotations


def relu(x):
    nested = []
    for _ in range(10**5):
        nested = [nested]
    return nested
