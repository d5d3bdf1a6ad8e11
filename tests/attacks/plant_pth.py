"""Plant a .pth file, which every later Python would run.
Stopped by: landlock.
"""

from __future__ import annotations

import os
import sysconfig

path = os.path.join(sysconfig.get_path("purelib"), "torchgrade_attack.pth")
with open(path, "w"):
    pass
os.unlink(path)
print("SUCCEEDED: planted a .pth file")


def relu(x):
    return x - 1000.0
