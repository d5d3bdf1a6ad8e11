"""The loss that a probe hands to its subject, and its values on a grid around two paths."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import torch

from torchgrade.isolation.observe import Question
from torchgrade.referee import consult
from torchgrade.results import Surface, json_number

SIDE = 32
_MARGIN = 0.15
# Further out than this times the right path's own reach a wrong path is not followed: it would make a point of it.
_REACH = 3.0


def loss_of(probe: Callable[..., Any], question: Question) -> Callable[[torch.Tensor], torch.Tensor] | None:
    """The function that the probe hands to its subject, found by being that subject for once."""
    found: list[Callable[[torch.Tensor], torch.Tensor]] = []

    def spy(*args: Any, **kwargs: Any) -> torch.Tensor:
        found.extend(value for value in (*args, *kwargs.values()) if callable(value) and not isinstance(value, type))
        return torch.zeros(())

    consult(spy, probe, question)
    return found[0] if found else None


def surface_around(
    loss: Callable[[torch.Tensor], torch.Tensor], start: torch.Tensor, right: Sequence[Any], yours: Sequence[Any]
) -> Surface | None:
    """The loss around two paths of two coordinates; None where it cannot be had."""
    box = _box(right, yours)
    if box is None:
        return None
    xs, ys = torch.linspace(box[0], box[1], SIDE).tolist(), torch.linspace(box[2], box[3], SIDE).tolist()
    values = [[_value(loss, start, x, y) for x in xs] for y in ys]
    return Surface(box, values)


def _value(loss: Callable[[torch.Tensor], torch.Tensor], start: torch.Tensor, x: float, y: float) -> float | str:
    with torch.no_grad():
        point = torch.tensor([x, y], dtype=torch.float64).reshape(start.shape)
        return json_number(float(f"{float(loss(point)):.5g}"))


def _box(right: Sequence[Any], yours: Sequence[Any]) -> tuple[float, float, float, float] | None:
    sides: list[float] = []
    for axis in (0, 1):
        own = [point[axis] for point in right if isinstance(point[axis], float) and math.isfinite(point[axis])]
        if not own:
            return None
        low, high = min(own), max(own)
        reach = (high - low) * _REACH or 1.0
        near = [p[axis] for p in yours if isinstance(p[axis], float) and low - reach <= p[axis] <= high + reach]
        low, high = min([low, *near]), max([high, *near])
        margin = (high - low) * _MARGIN or 1.0
        sides += [low - margin, high + margin]
    return sides[0], sides[1], sides[2], sides[3]
