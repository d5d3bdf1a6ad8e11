"""Leave the session by a double fork, and live on.
Stopped by: seccomp.
"""

from __future__ import annotations

import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(20)
    os._exit(0)
print("SUCCEEDED: started a daemon")


def relu(x):
    return x - 1000.0
