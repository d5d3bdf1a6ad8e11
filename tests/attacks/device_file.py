"""Make a device file of its own for the machine's memory.
Stopped by: seccomp, capabilities.
"""

from __future__ import annotations

import os
import stat

os.mknod("@CANARY@/memory", stat.S_IFCHR | 0o666, os.makedev(1, 1))


def relu(x):
    return x - 1000.0
