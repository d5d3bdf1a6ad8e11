"""Results on disk: held against the schema once, and cut to what a format needs of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from torchgrade.errors import BadInput
from torchgrade.report.processes import Processes, number_for
from torchgrade.results import Check, Report
from torchgrade.results_io import read
from torchgrade.schema_check import problem

_MOST_KEPT = 20
_READ_FOR_ONE = 10  # files are read in the time in which one is rendered


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


def read_all(files: Sequence[Path], jobs: int | None = None) -> dict[Path, Report]:
    """Read every file once; return the reports where they are few enough to stay in memory.

    Args:
        files: where they lie.
        jobs: how many processes read; by default one a core where there is enough to do.

    Raises:
        BadInput: one is broken.
    """
    if len(files) <= _MOST_KEPT:
        return {file: read_sound(file) for file in files}
    with Processes(number_for(len(files) // _READ_FOR_ONE, jobs)) as processes:
        for _file in processes.map(_must_be_sound, files):
            pass
    return {}


def _must_be_sound(file: Path) -> Path:
    read_sound(file)
    return file


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
