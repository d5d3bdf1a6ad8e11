"""Use torch's own Python source of the function.
Stopped by: forbidden API.
"""

from __future__ import annotations

import torch._refs


def softmax(x, dim):
    return torch._refs.softmax(x, dim)
