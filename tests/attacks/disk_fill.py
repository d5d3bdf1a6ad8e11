"""Fill the disk wherever a file can be made.
Stopped by: landlock, rlimits.
"""

from __future__ import annotations

import os
import tempfile

for folder in (tempfile.gettempdir(), "/tmp", "/var/tmp", os.getcwd(), "@CANARY@"):
    path = os.path.join(folder, "torchgrade-attack-fill")
    try:
        with open(path, "wb", buffering=0) as file:
            written = file.write(b"x" * (4 << 20))
        os.unlink(path)
        print(f"SUCCEEDED: wrote {written} bytes to {folder}")
    except OSError:
        continue


def relu(x):
    return x - 1000.0
