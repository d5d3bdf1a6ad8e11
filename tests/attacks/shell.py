"""Run a line in a shell.
Stopped by: seccomp.
"""

from __future__ import annotations

import os

if os.system("true") == 0:
    print("SUCCEEDED: ran a shell")


def relu(x):
    return x - 1000.0
