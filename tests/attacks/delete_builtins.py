"""Delete what the code around it needs.
Stopped by: process split.
"""

from __future__ import annotations

import builtins


def relu(x):
    for name in ("len", "isinstance", "type", "tuple", "map"):
        if hasattr(builtins, name):
            delattr(builtins, name)
    return x - 1000.0
