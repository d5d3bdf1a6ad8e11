"""Make a deep tree of folders.
Stopped by: landlock.
"""

from __future__ import annotations

import os

os.makedirs("@CANARY@/" + "/".join(["deep"] * 50))


def relu(x):
    return x - 1000.0
