"""Send two answers to one question.
Stopped by: wire.
"""

from __future__ import annotations

import os
import sys


def relu(x):
    frame = sys._getframe()
    while frame.f_code.co_name != "serve":
        frame = frame.f_back
    nonce = frame.f_locals["nonce"]
    frame.f_locals["answers"].flush()
    number = frame.f_locals["answers"].fileno()
    from torchgrade.isolation.wire import frame as packed

    for _ in range(2):
        os.write(number, b"".join(packed(nonce, {"value": None})))
    return x - 1000.0
