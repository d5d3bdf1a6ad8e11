"""Walking nested structures of tensors: what is in them, and the same structure with other tensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from torchgrade.isolation.wire_format import MAX_DEPTH, MAX_NODES


def tensors_in(value: Any) -> list[torch.Tensor]:
    """Every plain tensor in a nested structure, in the wire's order; a subclass is no plain tensor.

    By type alone and within limits: a learner's structure may lie about its class, or hold itself.
    """
    found: list[torch.Tensor] = []
    left = [(value, 0)]
    for _ in range(MAX_NODES):
        if not left:
            break
        item, depth = left.pop()
        kind = type(item)
        if kind is torch.Tensor or kind is torch.nn.Parameter:
            found.append(item)
        elif depth < MAX_DEPTH:
            left += [(inner, depth + 1) for inner in reversed(_inside(item, kind))]
    return found


def _inside(item: Any, kind: type) -> list[Any]:
    if kind is dict:
        return list(item.values())
    if kind is list:
        return list(item)
    return list(tuple.__iter__(item)) if issubclass(kind, tuple) else []


def map_tensors(value: Any, change: Callable[[torch.Tensor], torch.Tensor]) -> Any:
    """The same structure with every tensor changed."""
    if isinstance(value, torch.Tensor):
        return change(value)
    if isinstance(value, dict):
        return {key: map_tensors(item, change) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map_tensors(item, change) for item in value)
    return value


def varied(structure: Any, number: int) -> Any:
    """The same structure with other floating numbers, which are as hard to compute with; 0 changes nothing."""

    def vary(tensor: torch.Tensor) -> torch.Tensor:
        if not number or not tensor.is_floating_point() or not tensor.numel():
            return tensor
        moved = tensor.roll(number)
        moved[(0,) * moved.dim()] += number / 1024  # a few numbers are soon where they were
        return moved

    return map_tensors(structure, vary)
