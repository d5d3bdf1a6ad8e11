"""Look for files and sockets that were left open.
Stopped by: environment, process split.
"""

from __future__ import annotations

import os
import stat

for number in range(256):
    try:
        mode = os.fstat(number).st_mode
    except OSError:
        continue
    if stat.S_ISREG(mode) or stat.S_ISSOCK(mode) or stat.S_ISDIR(mode):
        print("SUCCEEDED: found descriptor", number, oct(mode))


def relu(x):
    return x - 1000.0
