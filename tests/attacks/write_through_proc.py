"""Write through the view of the root folder in /proc.
Stopped by: landlock, rlimits.
"""

from __future__ import annotations

from pathlib import Path

Path("/proc/self/root@RESULTS@").write_text("{}")


def relu(x):
    return x - 1000.0
