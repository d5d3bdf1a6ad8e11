"""Whole float32 on CUDA: a right answer is not refused because torch multiplies with 10-bit mantissas by default.

Source: https://docs.pytorch.org/docs/stable/notes/cuda.html#tensorfloat-32-tf32-on-ampere-and-later-devices
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch


@contextmanager
def whole_precision(device: str) -> Iterator[None]:
    """On a CUDA device: IEEE float32 for products, convolutions and recurrent nets, one fixed algorithm of cuDNN's."""
    settings = _settings() if device.startswith("cuda") else []
    before = [getattr(home, name) for home, name, _ in settings]
    for home, name, value in settings:
        setattr(home, name, value)
    try:
        yield
    finally:
        for (home, name, _), value in zip(settings, before, strict=True):
            setattr(home, name, value)


def _settings() -> list[tuple[Any, str, Any]]:
    """(where, attribute, value): torch 2.9 brought new switches, and reading the old ones beside them raises."""
    backends = torch.backends
    fixed = [(backends.cudnn, "benchmark", False), (backends.cudnn, "deterministic", True)]
    if hasattr(backends.cuda.matmul, "fp32_precision"):
        homes = (backends.cuda.matmul, backends.cudnn.conv, backends.cudnn.rnn)  # type: ignore[attr-defined]
        return [*fixed, *((home, "fp32_precision", "ieee") for home in homes)]
    return [*fixed, (backends.cuda.matmul, "allow_tf32", False), (backends.cudnn, "allow_tf32", False)]
