"""Announce a lawful answer and send nothing of it.
Stopped by: limits.
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
    os.write(number, struct.pack(">4s16sIQ", b"tgr1", nonce, 100, 2**20))
    while True:
        pass
