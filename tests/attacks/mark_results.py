"""Hang an attribute on the results.
Stopped by: seccomp.
"""

from __future__ import annotations

import os

os.setxattr("@RESULTS@", "user.attack", b"1")
print("SUCCEEDED: set an attribute")


def relu(x):
    return x - 1000.0
