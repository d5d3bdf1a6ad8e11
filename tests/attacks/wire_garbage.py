"""Send random bytes as an answer.
Stopped by: wire.
"""

from __future__ import annotations

import os
import sys


def relu(x):
    frame = sys._getframe()
    while frame.f_code.co_name != "serve":
        frame = frame.f_back
    frame.f_locals["answers"].flush()
    number = frame.f_locals["answers"].fileno()
    os.write(number, os.urandom(4096))
    return x - 1000.0
