"""Overwrite its own results.
Stopped by: landlock, rlimits.
"""

from __future__ import annotations

from pathlib import Path

Path("@RESULTS@").write_text('{"score": 20}')


def relu(x):
    return x - 1000.0
