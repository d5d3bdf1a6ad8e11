"""Call the tensor's own method.
Stopped by: forbidden API.
"""

from __future__ import annotations


def softmax(x, dim):
    return x.softmax(dim)
