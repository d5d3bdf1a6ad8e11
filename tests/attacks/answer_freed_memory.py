"""Answer with memory that it frees and writes over.
Stopped by: judge.
"""

from __future__ import annotations

import ctypes

import torch


def relu(x):
    held = (ctypes.c_float * x.numel())()
    return torch.frombuffer(held, dtype=torch.float32).reshape(x.shape) - 1000.0 if x.numel() else x
