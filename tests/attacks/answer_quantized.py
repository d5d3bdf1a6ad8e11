"""Answer with a quantized tensor.
Stopped by: wire, judge.
"""

from __future__ import annotations

import torch


def relu(x):
    return torch.quantize_per_tensor(x.float(), 0.1, 0, torch.qint8)
