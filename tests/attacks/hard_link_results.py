"""Make a second name for the results, to write there later.
Stopped by: landlock.
"""

from __future__ import annotations

import os

os.link("@RESULTS@", "@CANARY@/another_name")


def relu(x):
    return x - 1000.0
