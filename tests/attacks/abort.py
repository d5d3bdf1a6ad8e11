"""Abort the process, which would write a core file.
Stopped by: process split.
"""

from __future__ import annotations

import os


def relu(x):
    os.abort()
