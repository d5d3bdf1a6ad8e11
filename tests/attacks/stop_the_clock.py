"""Raise its own limit on processor time, then use more than that.
Stopped by: rlimits, capabilities, limits.
"""

from __future__ import annotations

import resource

import torch


def relu(x):
    resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print("SUCCEEDED: raised its limit on processor time")
    return torch.zeros(0)
