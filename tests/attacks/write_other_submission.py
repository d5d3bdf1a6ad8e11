"""Spoil somebody else's submission.
Stopped by: landlock, rlimits.
"""

from __future__ import annotations

from pathlib import Path

Path("@CANARY@/submissions/somebody_else/relu.py").write_text("")


def relu(x):
    return x - 1000.0
