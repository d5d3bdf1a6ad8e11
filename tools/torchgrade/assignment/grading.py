"""Grading the submissions of an assignment: exercises, weights, hidden checks and seed come from its file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from torchgrade.assignment.best import attempts_in, keep_best
from torchgrade.assignment.handed_in import read_handed_in
from torchgrade.assignment.manual import FILE, read_manual
from torchgrade.assignment.model import Assignment
from torchgrade.assignment.reading import read_assignment
from torchgrade.assignment.rules import Rules
from torchgrade.course import catalogue, find_graders
from torchgrade.errors import BadInput
from torchgrade.report.text import visible
from torchgrade.submission import discover


def is_assignment(path: Path) -> bool:
    """Whether a path names an assignment's file rather than submissions."""
    return path.suffix.lower() == ".toml"


def grade_assignment(
    file: Path, submissions: Path | None = None, out: Path | None = None, *, graders: Path | None = None, **options: Any
) -> int:
    """Grade an assignment's submissions; return the exit status, as for a folder.

    Args:
        file: the assignment.
        submissions: where they lie; by default where `torchgrade collect` puts them.
        out: where results go; by default beside the file, under its name.
        graders: the graders, if not the course's.
        options: what else `grade_folder` takes.

    Raises:
        BadInput: the file is wrong, or a folder cannot be used.
    """
    from torchgrade.grading.command import grade_folder

    graders = find_graders(graders)
    assignment = read_assignment(file, catalogue(graders))
    folder = submissions or assignment.collected
    if submissions is None and not folder.is_dir():
        raise BadInput(
            f"{folder}: nothing was collected yet. `torchgrade collect {file} FROM` does that; "
            f"or name the folder of submissions: `torchgrade grade {file} FOLDER`."
        )
    rules = rules_for(assignment, folder)
    options = {**options, "seed": assignment.seed if options.get("seed") is None else options["seed"]}
    options["speed"] = assignment.speed
    where = out or assignment.graded
    roster = file.parent / "roster.csv"
    if roster.is_file() and assignment.counts == "latest":
        options.setdefault("roster", roster)
    status = grade_folder(
        folder,
        attempts_in(where) if assignment.counts == "best" else where,
        exercises=[entry.id for entry in assignment.entries],
        graders=graders,
        finish=rules,
        variant_of=rules.variant_of,
        similar=assignment.similar,
        owner=rules.student,
        **options,
    )
    if status in (0, 1):
        _tell_of_marks(rules, folder)
    if assignment.counts == "best" and status in (0, 1):
        print(f"The best of each student: {keep_best(where, rules)}")
    return status


def _tell_of_marks(rules: Rules, folder: Path) -> None:
    """Say which marks by hand belong to nobody who was graded: a slip in an id would else pass unseen."""
    students = {rules.student(name) for name, _ in discover(folder)}
    lost = [student for student in rules.manual if student not in students]
    if lost:
        print(f"{FILE}: marks for {', '.join(map(visible, lost))}, of whom there is no submission, are not entered.")


def rules_for(assignment: Assignment, submissions: Path) -> Rules:
    """The assignment's rules, with what is known of these submissions and their students.

    Raises:
        BadInput: a list of hand-ins or of marks is wrong.
    """
    return Rules(assignment, read_handed_in(submissions), read_manual(assignment.folder / FILE))
