"""List and read what others have handed in.
Stopped by: landlock.
"""

from __future__ import annotations

from pathlib import Path

for path in Path("@CANARY@/submissions").rglob("*.py"):
    print("SUCCEEDED: found", path, path.read_text())


def relu(x):
    return x - 1000.0
