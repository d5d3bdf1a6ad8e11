"""`torchgrade assignment new` and `check`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from torchgrade.assignment.choosing import choose
from torchgrade.assignment.example import example
from torchgrade.assignment.model import Assignment
from torchgrade.assignment.reading import examine
from torchgrade.course import catalogue, find_graders
from torchgrade.errors import BadInput
from torchgrade.results_io import write_text


def begin(name: str, exercises: Sequence[str], graders: Path | None) -> None:
    """Write NAME.toml for these exercises, and say what comes next.

    Raises:
        BadInput: the file is there already, cannot be written, or an exercise is unknown.
    """
    path = Path(name if name.endswith(".toml") else f"{name}.toml")
    if not re.fullmatch(r"\w[\w.-]*", path.stem):
        raise BadInput(f"{path.stem!r} makes no file and folder name. Use letters, digits, '-' and '_', as in ps1.")
    if path.exists():
        raise BadInput(f"{path} is there already. Edit it, or choose another name.")
    entries = choose(catalogue(find_graders(graders)), exercises)
    try:
        write_text(path, example(path.stem, entries))
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror}). Go to a folder that can.") from None
    print(f"{path}: {len(entries)} exercises. Set dates, weights and hidden checks there, then")
    print(f"  torchgrade assignment check {path}")


def check(path: Path, graders: Path | None) -> None:
    """Say that an assignment is all right, or everything that is wrong with it.

    Raises:
        BadInput: something is.
    """
    assignment, faults = examine(path, catalogue(find_graders(graders)))
    if faults or assignment is None:
        raise BadInput("\n  ".join([f"{path}: {len(faults)} to mend.", *map(str, faults)]))
    print(f"{path} is all right: {_summary(assignment)}.")


def _summary(assignment: Assignment) -> str:
    due = f"due {assignment.due.isoformat()}" if assignment.due else "no due date"
    hidden = f", {len(assignment.hidden)} hidden checks" if assignment.hidden else ""
    return f"{len(assignment.entries)} exercises, {assignment.points:g} points, {due}{hidden}"
