"""Answer with a tensor that has no values.
Stopped by: wire, judge.
"""

from __future__ import annotations

import torch


def relu(x):
    return torch.empty_like(x, device="meta")
