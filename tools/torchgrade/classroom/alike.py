"""Names that a reader, or a file system, takes for one and the same."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable


def alike(names: Iterable[str]) -> list[list[str]]:
    """Groups of names that differ only in capitals, or in how Unicode spells the same letters."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        found[_folded(name)].append(name)
    return [group for group in found.values() if len(group) > 1]


def told_apart(names: Iterable[str]) -> str:
    """The names, with the code points of those that a reader could not tell apart."""
    return " and ".join(name if name.isascii() else f"{name} ({name!a})" for name in names)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
