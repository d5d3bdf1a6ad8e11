"""A contestant's GPU: its context opened before any of the learner's code, its share of the memory, its errors."""

from __future__ import annotations

import os
import sys

import torch


def open_gpu() -> tuple[int, ...]:
    """Make the CUDA context, use it once, and return the descriptors that it needs open from then on."""
    if not torch.cuda.is_available():
        return ()
    torch.cuda.init()
    weight = torch.ones(8, 8, device="cuda", requires_grad=True)
    image = torch.nn.functional.conv2d(weight.reshape(1, 1, 8, 8), weight[:3, :3].reshape(1, 1, 3, 3))
    ((weight @ weight).softmax(1).sum() + image.sum()).backward()
    torch.cuda.synchronize()
    return tuple(int(name) for name in os.listdir("/proc/self/fd")) if sys.platform == "linux" else ()


def limit_memory(share: float | None) -> None:
    """Let torch take this share of the GPU's memory and no more; cooperative, since a learner's code could reset it."""
    if share is not None and torch.cuda.is_initialized():
        torch.cuda.set_per_process_memory_fraction(share)


def wait_for(device: str) -> None:
    """Let errors of what was started on a GPU come up here, and not in a later call."""
    if device.startswith("cuda"):
        torch.cuda.synchronize()
