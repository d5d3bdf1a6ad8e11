"""Results on disk: held against the schema once, then a sequence of reports, each read when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import overload

from torchgrade.errors import BadInput
from torchgrade.results import Check, Report
from torchgrade.results_io import read
from torchgrade.schema_check import problem

_MOST_KEPT = 20


class Results(Sequence[Report]):
    """Reports of which none is kept, so that a class of any size fits in memory.

    Args:
        files: where they lie.
        prepare: what is done to each of them: what its reader may not see is left out, the rest is translated.
        known: those that are in memory already.
    """

    def __init__(
        self, files: Sequence[Path], prepare: Callable[[Report], Report], known: Mapping[Path, Report] | None = None
    ) -> None:
        self.files = tuple(files)
        self.prepare = prepare
        self.known = known or {}

    def __len__(self) -> int:
        return len(self.files)

    @overload
    def __getitem__(self, place: int) -> Report: ...

    @overload
    def __getitem__(self, place: slice) -> Results: ...

    def __getitem__(self, place: int | slice) -> Report | Results:
        if isinstance(place, slice):
            return Results(self.files[place], self.prepare, self.known)
        file = self.files[place]
        return self.prepare(self.known.get(file) or read(file))

    def __iter__(self) -> Iterator[Report]:
        return (self[place] for place in range(len(self.files)))


def read_sound(file: Path) -> Report:
    """Read a results file of which every field is what the schema says.

    Raises:
        BadInput: it is none; the field is named.
    """
    try:
        report = read(file)
        wrong = problem(report)
    except RecursionError:
        raise BadInput(f"{file}: its lists lie too deep in each other. Grade again to write it anew.") from None
    if wrong:
        raise BadInput(f"{file}: {wrong}. Grade again to write it anew.")
    return report


def read_all(files: Sequence[Path]) -> dict[Path, Report]:
    """Read every file once; return those that are few enough to stay in memory.

    Raises:
        BadInput: one is broken.
    """
    kept = {}
    for file in files:
        report = read_sound(file)
        if len(files) <= _MOST_KEPT:
            kept[file] = report
    return kept


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


def lean(report: Report) -> Report:
    """The report without numbers to look at, which take nearly all of its memory and which no text shows."""
    return replace(report, checks=tuple(map(_lean, report.checks)))


def summed(report: Report) -> Report:
    """The report with one check for each exercise, which is all that a total needs."""
    groups = report.exercises().items()
    return replace(report, checks=tuple(_sum(name, checks) for name, checks in groups))


def _sum(exercise: str, checks: Sequence[Check]) -> Check:
    earned, most = sum(check.points for check in checks), sum(check.max_points for check in checks)
    return Check(exercise, f"{exercise}::all", "", earned, most, "passed" if earned == most else "failed")


def _lean(check: Check) -> Check:
    return replace(check, evidence=replace(check.evidence, sample=None, series=()))
