"""Hold the interpreter lock for ever inside one call of a C function.
Stopped by: limits.
"""

from __future__ import annotations

import re


def relu(x):
    return re.match(r"(a+)+$", "a" * 60 + "b")
