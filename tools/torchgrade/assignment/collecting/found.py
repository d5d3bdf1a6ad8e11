"""A hand-in as it was found, before anyone decided whether it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatch
from pathlib import PurePosixPath

Files = tuple[dict[str, bytes], dict[str, str]]


@dataclass(frozen=True)
class Found:
    """One hand-in.

    Args:
        source: where it was found, for sentences.
        keys: what may say whose it is: an id first, then a name.
        submitted: when it was handed in, as far as is known.
        read: its files by path, and by path why others cannot be used; called only if it counts.
        attempt: its number, where the source says one.
        late: whether the source itself says that it is late.
    """

    source: str
    keys: tuple[str, ...]
    submitted: datetime | None
    read: Callable[[], Files] = field(repr=False)
    attempt: int | None = None
    late: bool = False


def matching(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Whether a file is one to collect: a pattern with no / is about its name alone."""

    def wanted(path: str) -> bool:
        name = PurePosixPath(path).name
        return any(fnmatch(path if "/" in pattern else name, pattern) for pattern in patterns)

    return wanted
