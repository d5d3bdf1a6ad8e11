"""Plant a sitecustomize.py in each folder that Python looks into.
Stopped by: landlock.
"""

from __future__ import annotations

import os
import sys

for folder in sys.path:
    path = os.path.join(folder, "sitecustomize_attack.py")
    try:
        with open(path, "x"):
            pass
    except OSError:
        continue
    os.unlink(path)
    print(f"SUCCEEDED: planted a file in {folder}")


def relu(x):
    return x - 1000.0
