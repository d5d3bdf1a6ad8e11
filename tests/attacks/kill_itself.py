"""Kill itself.
Stopped by: process split.
"""

from __future__ import annotations

import os


def relu(x):
    os.kill(os.getpid(), 9)
