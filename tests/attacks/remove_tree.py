"""Remove everything that can be removed.
Stopped by: landlock.
"""

from __future__ import annotations

import shutil

shutil.rmtree("@CANARY@", ignore_errors=True)


def relu(x):
    return x - 1000.0
