"""Make another folder the root.
Stopped by: seccomp, capabilities.
"""

from __future__ import annotations

import os

os.chroot("@CANARY@")
print("SUCCEEDED: changed its root")


def relu(x):
    return x - 1000.0
