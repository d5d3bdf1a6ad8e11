"""Answer with a list that holds itself.
Stopped by: wire.
"""

from __future__ import annotations


def relu(x):
    nested = []
    nested.append(nested)
    return nested
