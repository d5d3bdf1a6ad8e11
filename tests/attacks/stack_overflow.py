"""Overflow the stack below Python.
Stopped by: process split.
"""

from __future__ import annotations

import sys

sys.setrecursionlimit(10**8)


def relu(x):
    nested = []
    for _ in range(10**6):
        nested = [nested]
    return repr(nested)
