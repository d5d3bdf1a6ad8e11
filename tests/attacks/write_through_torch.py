"""Let torch write the file.
Stopped by: landlock, rlimits.
"""

from __future__ import annotations

import torch

torch.save({"score": 20}, "@RESULTS@")


def relu(x):
    return x - 1000.0
