"""Become another program that is named by a descriptor.
Stopped by: seccomp, landlock.
"""

from __future__ import annotations

import os

os.execve(os.open("/bin/echo", os.O_RDONLY), ["echo", "SUCCEEDED: became another program"], {})


def relu(x):
    return x - 1000.0
