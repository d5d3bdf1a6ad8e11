"""List the homes of users.
Stopped by: landlock.
"""

from __future__ import annotations

import os

for folder in ("/root", "/home", "/Users"):
    try:
        print("SUCCEEDED: listed", folder, os.listdir(folder))
    except OSError:
        continue


def relu(x):
    return x - 1000.0
