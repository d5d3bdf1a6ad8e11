"""Cells, scores and comments in nbgrader's gradebook, for whoever has it open. Imports nothing of nbgrader itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from torchgrade.results import Check

ANSWER = "answer"  # the cell that carries the comment: nbgrader has none for tests
HIDDEN = "hidden"  # the cell of all hidden checks, in notebooks that students get

Cells = Mapping[str, Sequence[Check]]


def cells_of(checks: Sequence[Check], together: bool = False) -> dict[str, list[Check]]:
    """An exercise's checks by the name of their cell, which is that of the test function.

    Args:
        checks: the checks.
        together: hidden ones share a cell, as in notebooks that students get: its name tells nothing of them.
    """
    found: dict[str, list[Check]] = {}
    for check in checks:
        if together and check.visibility == "hidden":
            found.setdefault(HIDDEN, []).append(check)
        else:
            name = re.sub(r"[^a-zA-Z0-9_-]", "-", check.id.rpartition("::")[2]) or "check"
            found[name if name not in found else f"{name}-{len(found)}"] = [check]
    return found


def has_hidden_cell(notebook: Any) -> bool:
    """Whether a notebook of an assignment has one cell for all hidden checks."""
    return any(cell.name == HIDDEN for cell in notebook.grade_cells)


def add_missing_cells(book: Any, notebook: Any, assignment: str, cells: Cells) -> None:
    """Add cells for checks that came after the notebook was made; nbgrader itself would refuse a changed notebook."""
    there = {cell.name for cell in notebook.grade_cells}
    for name, checks in cells.items():
        if name not in there:
            points = float(sum(check.max_points for check in checks))
            book.add_grade_cell(name, notebook.name, assignment, max_score=points, cell_type="code")


def enter_scores(api: Any, submitted: Any, cells: Cells) -> None:
    """Enter scores into a submitted notebook; where a fault is ours, a person is asked for and nothing is lost.

    Args:
        api: the module nbgrader.api.
        submitted: the notebook, as the gradebook has it.
        cells: its checks by the name of their cell.
    """
    there = {grade.cell_id for grade in submitted.grades}
    names = {cell.id: cell.name for cell in submitted.notebook.grade_cells}
    for cell in names.keys() - there:  # added after this was handed in
        submitted.grades.append(api.Grade(cell_id=cell, notebook=submitted))
    for grade in submitted.grades:
        checks = cells.get(names.get(grade.cell_id, ""))
        if checks is not None:
            faulty = any(check.verdict == "grader_fault" for check in checks)
            grade.auto_score = None if faulty else float(sum(check.points for check in checks))
            grade.needs_manual_grade = faulty or (grade.manual_score is not None and bool(grade.needs_manual_grade))


def enter_comment(api: Any, submitted: Any, text: str) -> None:
    """Enter the comment on an answer; what a person wrote there stays beside it."""
    cells = {cell.id for cell in submitted.notebook.solution_cells if cell.name == ANSWER}
    for cell in cells - {entry.cell_id for entry in submitted.comments}:
        submitted.comments.append(api.Comment(cell_id=cell, notebook=submitted))
    for entry in submitted.comments:
        if entry.cell_id in cells:
            entry.auto_comment = text
