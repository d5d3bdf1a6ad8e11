"""Cases of torch's own tests, frozen as data beside a grader: shapes, options, ranges; the numbers are drawn."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from torchgrade.draw import Draw
from torchgrade.errors import CatalogueError

SUFFIX = ".samples.json"


@dataclass(frozen=True)
class Sample:
    """The arguments of one call; a floating tensor is its shape and range, any other tensor its values."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any] = field(default_factory=dict)

    def drawn(self, draw: Draw) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The positional and keyword arguments, with floating tensors drawn evenly from the sample's own range."""
        return tuple(_filled(item, draw) for item in self.args), {
            key: _filled(item, draw) for key, item in self.kwargs.items()
        }

    def __str__(self) -> str:
        """Shapes and options, as a case's id."""
        parts = [_word(item) for item in self.args] + [f"{key}={_word(item)}" for key, item in self.kwargs.items()]
        return " ".join(parts)


def samples(grader: str) -> list[Sample]:
    """The samples frozen beside a grader, graders/UNIT/NAME.samples.json; pass the grader's `__file__`.

    Raises:
        CatalogueError: the file is missing or is not what tools/freeze_samples.py writes.
    """
    path = Path(grader).with_name(Path(grader).stem.removeprefix("test_") + SUFFIX)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["samples"]
        return [
            Sample(tuple(map(_decoded, one["args"])), {k: _decoded(v) for k, v in one["kwargs"].items()})
            for one in found
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CatalogueError(f"{path}: no frozen samples ({error}); write them with tools/freeze_samples.py.") from None


@dataclass(frozen=True)
class _Tensor:
    shape: tuple[int, ...]
    dtype: str
    low: float = 0.0
    high: float = 0.0
    values: Any = None


def _decoded(value: Any) -> Any:
    if isinstance(value, dict):
        return _Tensor(**{**value, "shape": tuple(value["shape"])})
    return tuple(map(_decoded, value)) if isinstance(value, list) else value


def _filled(value: Any, draw: Draw) -> Any:
    if isinstance(value, tuple):
        return tuple(_filled(item, draw) for item in value)
    if not isinstance(value, _Tensor):
        return value
    dtype = getattr(torch, value.dtype)
    if value.values is not None:
        return torch.tensor(value.values, dtype=dtype).reshape(value.shape)
    return draw.uniform(*value.shape, low=value.low, high=value.high, dtype=dtype)


def _word(value: Any) -> str:
    return f"{value.shape}" if isinstance(value, _Tensor) else f"{value}"
