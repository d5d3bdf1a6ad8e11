"""Fork fifty processes that stay a while.
Stopped by: seccomp.
"""

from __future__ import annotations

import os
import time

made = 0
for _ in range(50):
    try:
        if os.fork() == 0:
            time.sleep(5)
            os._exit(0)
        made += 1
    except OSError:
        break
if made:
    print(f"SUCCEEDED: forked {made} times")


def relu(x):
    return x - 1000.0
