"""Remove the results.
Stopped by: landlock.
"""

from __future__ import annotations

import os

os.unlink("@RESULTS@")


def relu(x):
    return x - 1000.0
