"""Hide the call in text that is run.
Stopped by: forbidden API.
"""

from __future__ import annotations


def softmax(x, dim):
    found = {}
    exec("import torch\nfound = torch.soft" + "max", found)
    return found["found"](x, dim)
