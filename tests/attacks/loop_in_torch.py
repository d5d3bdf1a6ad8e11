"""Multiply matrices for ever.
Stopped by: limits.
"""

from __future__ import annotations

import torch


def relu(x):
    wide = torch.ones(300, 300)
    while True:
        wide = wide @ wide
