"""Answer with something that has no end.
Stopped by: wire.
"""

from __future__ import annotations

import itertools


def relu(x):
    return itertools.count()
