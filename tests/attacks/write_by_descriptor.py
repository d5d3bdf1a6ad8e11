"""Write through the descriptor of a folder.
Stopped by: landlock, rlimits.
"""

from __future__ import annotations

import os

folder = os.open("@CANARY@", os.O_PATH)
os.write(os.open("results.json", os.O_WRONLY | os.O_TRUNC, dir_fd=folder), b"{}")


def relu(x):
    return x - 1000.0
