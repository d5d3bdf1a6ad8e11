"""Reports that lie on disk and are read one at a time, so that a class of any size fits in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

from torchgrade.results import Report
from torchgrade.results_io import read


class Stored(Sequence[Report]):
    """A sequence of reports of which none is kept: each is read when it is asked for, and read again the next time."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = tuple(files)

    def __len__(self) -> int:
        return len(self.files)

    @overload
    def __getitem__(self, place: int) -> Report: ...

    @overload
    def __getitem__(self, place: slice) -> Stored: ...

    def __getitem__(self, place: int | slice) -> Report | Stored:
        return Stored(self.files[place]) if isinstance(place, slice) else read(self.files[place])

    def __iter__(self) -> Iterator[Report]:
        return map(read, self.files)
