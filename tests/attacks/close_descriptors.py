"""Close all its descriptors.
Stopped by: process split.
"""

from __future__ import annotations

import os


def relu(x):
    os.closerange(0, 256)
