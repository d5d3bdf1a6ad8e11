"""Call the same function from another place.
Stopped by: forbidden API.
"""

from __future__ import annotations

import torch.nn.functional as F


def softmax(x, dim):
    return F.softmax(x, dim)
