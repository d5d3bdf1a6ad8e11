"""Reports that lie on disk and are read one at a time, so that a class of any size fits in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import overload

from torchgrade.errors import BadInput
from torchgrade.results import Report
from torchgrade.results_io import read


def _as_it_is(report: Report) -> Report:
    return report


class Stored(Sequence[Report]):
    """A sequence of reports of which none is kept: each is read when it is asked for, and read again the next time.

    Args:
        files: where they lie.
        prepare: what is done to each of them: what its reader may not see is left out, the rest is translated.
        known: those that are in memory already.
    """

    def __init__(
        self,
        files: Sequence[Path],
        prepare: Callable[[Report], Report] = _as_it_is,
        known: Mapping[Path, Report] | None = None,
    ) -> None:
        self.files = tuple(files)
        self.prepare = prepare
        self.known = known or {}

    def __len__(self) -> int:
        return len(self.files)

    @overload
    def __getitem__(self, place: int) -> Report: ...

    @overload
    def __getitem__(self, place: slice) -> Stored: ...

    def __getitem__(self, place: int | slice) -> Report | Stored:
        if isinstance(place, slice):
            files = self.files[place]
            known = {file: self.known[file] for file in files if file in self.known}
            return Stored(files, self.prepare, known)
        file = self.files[place]
        return self.prepare(self.known.get(file) or read(file))

    def __iter__(self) -> Iterator[Report]:
        return (self[place] for place in range(len(self.files)))


def files_of(results: Path) -> list[Path]:
    """A results file, those of a folder, or those in the output folder of `torchgrade grade`.

    Raises:
        BadInput: there are none.
    """
    if results.is_file():
        return [results]
    if not results.is_dir():
        raise BadInput(f"{results}: no such file or folder. Name the results that `torchgrade grade` wrote.")
    folder = results / "results" if (results / "results").is_dir() else results
    files = sorted(file for file in folder.glob("*.json") if not file.name.startswith("."))
    if not files:
        raise BadInput(f"{results}: holds no results (*.json). Name the folder that `torchgrade grade` wrote.")
    return files
