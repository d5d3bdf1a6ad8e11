"""What earlier runs left in an output folder, and what would mislead whoever reads it."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from torchgrade.errors import BadInput
from torchgrade.results_io import read

_ASIDE = re.compile(r"\..+\.(\d+)\.tmp")


def remove_half_written(out: Path) -> None:
    """Remove the files aside that runs which were killed while writing have left in an output folder."""
    for folder in (out, out / "results", out / "submissions"):
        for path in folder.glob(".*.tmp"):
            match = _ASIDE.fullmatch(path.name)
            if match and not _is_someone_else_s(int(match[1])):
                with suppress(OSError):
                    path.unlink()


def _is_someone_else_s(pid: int) -> bool:
    """Whether another process of this number runs, which may be writing here now."""
    if os.name != "posix" or pid == os.getpid():
        return False  # elsewhere an open file cannot be removed anyway
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def remove_doubles(results: Path, files: Collection[str], submissions: Collection[str]) -> None:
    """Remove results of these submissions in other files than these, or they would be counted twice.

    A submission's file has another name when a new submission takes the one it had.
    """
    for path in results.glob("*.json"):
        if path.name not in files and _submission_in(path) in submissions:
            with suppress(OSError):
                path.unlink()


def _submission_in(path: Path) -> str | None:
    try:
        return read(path).submission
    except (BadInput, RecursionError):
        return None
