"""Seeded inputs for the checks: the same for everyone with the same seed, on every machine."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from typing import Any, TypeVar

import torch

Item = TypeVar("Item")


def seed_from(*parts: object) -> int:
    """A 63-bit seed from any parts, by SHA-256 (never `hash()`, which differs between processes)."""
    digest = hashlib.sha256("\0".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


class Draw:
    """Draws a case's inputs. Tensors are made on the CPU; `verify` places them on the device under test.

    Args:
        parts: what the draws depend on: exercise, check, case, variant and seed.
    """

    def __init__(self, *parts: object) -> None:
        self._generator = torch.Generator().manual_seed(seed_from(*parts))

    def normal(
        self, *shape: int, mean: float = 0.0, std: float = 1.0, dtype: torch.dtype = torch.float32
    ) -> torch.Tensor:
        """Normal numbers of the given shape."""
        drawn = torch.randn(shape, generator=self._generator, dtype=torch.float64)
        return (mean + std * drawn).to(dtype)

    def uniform(
        self, *shape: int, low: float = 0.0, high: float = 1.0, dtype: torch.dtype = torch.float32
    ) -> torch.Tensor:
        """Numbers evenly spread over [low, high)."""
        drawn = torch.rand(shape, generator=self._generator, dtype=torch.float64)
        return (low + (high - low) * drawn).to(dtype)

    def integers(self, *shape: int, low: int = 0, high: int) -> torch.Tensor:
        """Whole numbers in [low, high), int64."""
        return torch.randint(low, high, shape, generator=self._generator)

    def permutation(self, count: int) -> torch.Tensor:
        """The numbers 0 to count - 1 in some order, int64."""
        return torch.randperm(count, generator=self._generator)

    def choice(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[int(torch.randint(len(items), (), generator=self._generator))]

    def seed(self) -> int:
        """A seed for whatever draws while the subject runs."""
        return int(torch.randint(2**31, (), generator=self._generator))

    def cotangent(self, like: Any) -> torch.Tensor:
        """A random direction of the shape of a tensor, away from zero so that no entry goes unseen."""
        drawn = torch.randn(like.shape, generator=self._generator, dtype=torch.float64)
        return torch.where(drawn < 0, drawn - 0.25, drawn + 0.25) if math.prod(like.shape) else drawn
