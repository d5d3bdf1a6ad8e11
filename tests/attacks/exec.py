"""Become another program.
Stopped by: seccomp.
"""

from __future__ import annotations

import os
from contextlib import suppress

for descriptor in range(3, 64):  # kept open, or the judge sees their end and kills the program before it has spoken
    with suppress(OSError):
        os.set_inheritable(descriptor, True)
os.execv("/bin/echo", ["echo", "SUCCEEDED: became another program"])


def relu(x):
    return x - 1000.0
