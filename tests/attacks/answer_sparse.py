"""Answer with a sparse tensor.
Stopped by: wire, judge.
"""

from __future__ import annotations


def relu(x):
    return (x - 1000.0).reshape(-1).to_sparse()
