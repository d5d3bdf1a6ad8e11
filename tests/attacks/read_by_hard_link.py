"""Read through a second name of the file.
Stopped by: landlock.
"""

from __future__ import annotations

import os
import tempfile

path = os.path.join(tempfile.gettempdir(), "torchgrade-attack-name")
os.link("@CANARY@/secret.txt", path)
try:
    with open(path) as file:
        print(file.read())
finally:
    os.unlink(path)


def relu(x):
    return x - 1000.0
