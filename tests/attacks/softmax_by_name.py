"""Put the name together from pieces.
Stopped by: forbidden API.
"""

from __future__ import annotations

import torch


def softmax(x, dim):
    return getattr(torch, "soft" + "max")(x, dim)
