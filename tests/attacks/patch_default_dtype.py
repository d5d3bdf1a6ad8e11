"""Leave torch's global settings changed for whoever comes next.
Stopped by: process split.
"""

from __future__ import annotations

import torch

torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)
torch.use_deterministic_algorithms(True)
torch.set_default_device("meta")


def relu(x):
    return x - 1000.0
