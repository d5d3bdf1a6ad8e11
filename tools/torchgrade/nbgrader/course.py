"""A course folder as nbgrader lays it out, with our assignments beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from torchgrade.assignment.model import Assignment
from torchgrade.assignment.reading import read_assignment
from torchgrade.course import catalogue
from torchgrade.errors import BadInput
from torchgrade.isolation.mode import Isolation

CONFIG = "nbgrader_config.py"


@dataclass(frozen=True)
class NbCourse:
    """Where a course's files lie, and how its submissions are graded.

    Args:
        root: the folder with nbgrader_config.py.
        graders: the folder of graders, which no student gets.
        time_limit: seconds of computing for one call.
        isolation: how strictly learner code is confined.
        jobs: submissions side by side, None for one a core.
        submitted: nbgrader's folder of submissions, below the root.
        source: nbgrader's folder of source notebooks, below the root.
    """

    root: Path
    graders: Path
    time_limit: float = 10.0
    isolation: Isolation = field(default_factory=Isolation)
    jobs: int | None = None
    submitted: str = "submitted"
    source: str = "source"

    def assignment(self, name: str) -> Assignment:
        """The assignment of this name.

        Raises:
            BadInput: there is no file of it, or it is wrong.
        """
        path = self.root / f"{name}.toml"
        if not path.is_file():
            known = ", ".join(sorted(file.stem for file in self.root.glob("*.toml"))) or "none"
            raise BadInput(f"{path}: no such file, so there is no assignment {name}. In this course: {known}.")
        return read_assignment(path, catalogue(self.graders))

    def students(self, assignment: str) -> list[str]:
        """Who handed something in."""
        found = (self.root / self.submitted).glob(f"*/{assignment}")
        return sorted(path.parent.name for path in found if path.is_dir() and not path.parent.name.startswith("."))

    def handed_in(self, assignment: str, student: str) -> Path:
        """The folder of a submission."""
        return self.root / self.submitted / student / assignment

    def given(self, assignment: str, notebook: str) -> list[dict[str, Any]]:
        """The cells of a source notebook.

        Raises:
            BadInput: it cannot be read.
        """
        path = self.root / self.source / assignment / f"{notebook}.ipynb"
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadInput(f"{path}: cannot be read ({error}). Get it back: submissions are held against it.") from None
        return list(cells)
