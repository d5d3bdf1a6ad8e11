"""Run a program beside itself.
Stopped by: seccomp.
"""

from __future__ import annotations

import subprocess

subprocess.run(["/bin/echo", "SUCCEEDED: ran a program"], check=False)


def relu(x):
    return x - 1000.0
