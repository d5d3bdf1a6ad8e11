"""Walking nested values: their leaves in the wire's order, each with a word for its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def walk(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf with its place, as in "[0]" or "['loss']"; an empty container is a leaf of itself."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from walk(item, f"{place}[{key!r}]")
    elif isinstance(value, (list, tuple)) and value:
        for index, item in enumerate(value):
            yield from walk(item, f"{place}[{index}]")
    else:
        yield place, value


def leaves(value: Any) -> list[Any]:
    """Every leaf of a nested value."""
    return [leaf for _, leaf in walk(value)]
