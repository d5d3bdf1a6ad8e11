"""Answer with a view of one number that has 4 TB.
Stopped by: wire.
"""

from __future__ import annotations

import torch


def relu(x):
    return torch.zeros(1).expand(1 << 40)
