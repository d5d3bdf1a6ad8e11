"""Leave threads that compute on after the answer.
Stopped by: limits.
"""

from __future__ import annotations

import threading


def spin():
    while True:
        pass


for _ in range(8):
    threading.Thread(target=spin, daemon=True).start()


def relu(x):
    return x - 1000.0
