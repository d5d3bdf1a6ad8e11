"""Ask torch for a tensor of 64 GB.
Stopped by: rlimits.
"""

from __future__ import annotations

import torch

taken = torch.empty(16 << 30)
print("SUCCEEDED: took 64 GB of address space")
del taken


def relu(x):
    return x - 1000.0
