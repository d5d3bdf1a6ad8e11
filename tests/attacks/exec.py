"""Become another program.
Stopped by: seccomp.
"""

from __future__ import annotations

import os

os.execv("/bin/echo", ["echo", "SUCCEEDED: became another program"])


def relu(x):
    return x - 1000.0
