"""Answer with strides that lead outside the tensor.
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
    meta = b'{"tensors": [{"dtype": "float32", "shape": [4], "device": "cpu", "stride": [1000000]}], "value": {"x": 0}}'
    body = b"\0" * 16
    os.write(number, struct.pack(">4s16sIQ", b"tgr1", nonce, len(meta), len(body)) + meta + body)
    return x - 1000.0
