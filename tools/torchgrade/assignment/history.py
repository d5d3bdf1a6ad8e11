"""Earlier results, kept when a regrade writes others in their place."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from torchgrade.errors import BadInput
from torchgrade.results import Report
from torchgrade.results_io import read

FOLDER = "history"


def results_in(out: Path) -> dict[str, Report]:
    """Every readable result of a folder, by submission; one that cannot be read will be graded again."""
    found: dict[str, Report] = {}
    for path in sorted((out / "results").glob("*.json")):
        try:
            report = read(path)
        except (BadInput, RecursionError):
            continue
        found[report.submission] = report
    return found


def set_aside(out: Path) -> Path:
    """Copy the results as they are now into a new folder of the history, and return it.

    Raises:
        BadInput: it cannot be written.
    """
    number = 1 + max((int(path.name) for path in (out / FOLDER).glob("[0-9]*") if path.name.isdigit()), default=0)
    folder = out / FOLDER / f"{number:04}"
    try:
        folder.mkdir(parents=True)
        for path in (out / "results").glob("*.json"):
            _copy(path, folder / path.name)
    except OSError as error:
        raise BadInput(f"{folder}: cannot be written ({error.strerror}). Make room for it.") from None
    return folder


def forget_unchanged(out: Path, folder: Path) -> int:
    """Keep in a folder of the history only what differs from the results now; return how many are kept."""
    kept = 0
    for path in folder.glob("*.json"):
        now = out / "results" / path.name
        if now.is_file() and now.read_bytes() == path.read_bytes():
            path.unlink()
        else:
            kept += 1
    if not kept:
        folder.rmdir()
    return kept


def _copy(path: Path, to: Path) -> None:
    """A second name for a file, which later results replace and never change; a copy where there are no such names."""
    try:
        os.link(path, to)
    except OSError:
        shutil.copy2(path, to)
