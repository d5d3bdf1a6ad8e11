"""List the root folder.
Stopped by: landlock.
"""

from __future__ import annotations

import os

print("SUCCEEDED: listed", os.listdir("/"))


def relu(x):
    return x - 1000.0
