"""Start a program without fork.
Stopped by: seccomp.
"""

from __future__ import annotations

import os

os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)
print("SUCCEEDED: spawned a program")


def relu(x):
    return x - 1000.0
