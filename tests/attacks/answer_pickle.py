"""Answer with an object that runs code where it is unpickled.
Stopped by: wire.
"""

from __future__ import annotations

import os


class Payload:
    def __reduce__(self):
        return os.system, ("echo attacked > @CANARY@/pickle",)


def relu(x):
    return Payload()
