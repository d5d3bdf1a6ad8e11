"""Answer with a list of two million numbers.
Stopped by: wire.
"""

from __future__ import annotations


def relu(x):
    return list(range(2 * 10**6))
