"""Put an answer to a later question into the pipe.
Stopped by: wire.
"""

from __future__ import annotations

import os
import sys


def relu(x):
    frame = sys._getframe()
    while frame.f_code.co_name != "serve":
        frame = frame.f_back
    frame.f_locals["answers"].flush()
    number = frame.f_locals["answers"].fileno()
    from torchgrade.isolation.wire import frame as packed

    os.write(number, b"".join(packed(bytes(16), {"value": x.clamp(min=0)})))
    return x - 1000.0
