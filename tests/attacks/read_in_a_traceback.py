"""Let linecache read the file, as if it were code in a traceback.
Stopped by: landlock.
"""

from __future__ import annotations

import linecache

print(linecache.getline("@CANARY@/secret.txt", 1))


def relu(x):
    return x - 1000.0
