"""The files that a run needs: the exercise's own, and the others only where it may import them."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

from torchgrade.errors import BadInput
from torchgrade.submission import Submission, read_submission

_IMPORTED = re.compile(r"^[^\S\n]*(?:from[^\S\n]+(\.?\w*)|import[^\S\n]+(.+))", re.MULTILINE)
_FOREIGN = frozenset({"torch", "numpy", "torchvision", *sys.stdlib_module_names})


def answers(exercises: Path, exercise: str) -> Submission:
    """The learner's files, as few as the exercise needs: each of them travels to the contestant in every run.

    A folder that cannot be read holds nothing; the report then says that the file is missing.
    """
    own = _alone(exercises, exercise)
    if own is not None and not any(map(_imports_others, own.files.values())):
        return own
    try:
        return read_submission(exercises, "exercises")
    except (BadInput, OSError):
        return Submission("exercises", {})


def _alone(exercises: Path, exercise: str) -> Submission | None:
    """A submission of the exercise's own file, or None where there is none to be read."""
    unit = exercise.rpartition("/")[0]
    try:
        alone = read_submission(exercises / f"{exercise}.py", "exercises")
    except (BadInput, OSError):
        return None
    files = {f"{unit}/{path}": text for path, text in alone.files.items()}
    return replace(alone, files=files, problems={f"{unit}/{path}": why for path, why in alone.problems.items()})


def _imports_others(text: str) -> bool:
    """Whether any import of a file may mean another file of the learner's."""
    return any(
        module not in _FOREIGN
        for of, plain in _IMPORTED.findall(text)
        for module in ([of] if of else (part.split(".")[0].split(" as ")[0].strip() for part in plain.split(",")))
    )
