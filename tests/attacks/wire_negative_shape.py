"""Answer with a shape below zero.
Stopped by: wire.
"""

from __future__ import annotations

import os
import struct
import sys


def relu(x):
    frame = sys._getframe()
    while frame.f_code.co_name != "serve":
        frame = frame.f_back
    nonce = frame.f_locals["nonce"]
    frame.f_locals["answers"].flush()
    number = frame.f_locals["answers"].fileno()
    meta = b'{"tensors": [{"dtype": "float32", "shape": [-1, -4], "device": "cpu"}], "value": {"x": 0}}'
    body = b"\0" * 16
    os.write(number, struct.pack(">4s16sIQ", b"tgr1", nonce, len(meta), len(body)) + meta + body)
    return x - 1000.0
