"""Put a file of its own in the place of the results.
Stopped by: landlock.
"""

from __future__ import annotations

import os

os.replace("@CANARY@/secret.txt", "@RESULTS@")


def relu(x):
    return x - 1000.0
