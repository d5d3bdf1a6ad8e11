"""Runs inside a Python that has nbgrader: the same fifteen comparisons as a notebook, autograded for a few students.

    python nbgrader_course.py SUBMISSIONS COUNT

Prints the CPU seconds that `nbgrader autograde` and its kernels took for each student.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell
from peers import CALLS, NAMES, call, children_cpu, comparisons, notebook


def answer_cell(name: str, source: str) -> nbformat.NotebookNode:
    """A cell that the student fills in."""
    metadata = {"schema_version": 3, "grade": False, "solution": True, "locked": False, "task": False, "grade_id": name}
    return new_code_cell(source, metadata={"nbgrader": metadata})


def test_cell() -> nbformat.NotebookNode:
    """A locked cell that makes the comparisons."""
    metadata = {"schema_version": 3, "grade": True, "solution": False, "locked": True, "task": False, "points": 30}
    metadata["grade_id"] = "comparisons"
    return new_code_cell(f"import sys{comparisons()}{CALLS}", metadata={"nbgrader": metadata})


def assignment(sources: dict[str, str]) -> nbformat.NotebookNode:
    """The assignment with these answers in it."""
    cells = [answer_cell(name, sources[name]) for name in NAMES]
    return notebook([new_code_cell("import torch"), *cells, test_cell()])


def sources_of(home: Path) -> dict[str, str]:
    """A submission's answers, marked as nbgrader wants its solutions marked."""
    return {name: (home / f"{name}.py").read_text(encoding="utf-8") for name in NAMES}


def build(course: Path, homes: list[Path]) -> None:
    """The course folder: the source, its release, and what the students handed in."""
    (course / "nbgrader_config.py").write_text(f"c = get_config()\nc.CourseDirectory.root = {str(course)!r}\n")
    source = course / "source" / "ps1" / "ps1.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(assignment(sources_of(homes[0])), source)
    nbgrader(course, "generate_assignment", "ps1")
    for home in homes:
        handed_in = course / "submitted" / home.name / "ps1" / "ps1.ipynb"
        handed_in.parent.mkdir(parents=True)
        released = nbformat.read(course / "release" / "ps1" / "ps1.ipynb", as_version=4)
        for cell in released.cells:
            identity = cell.metadata.get("nbgrader", {}).get("grade_id")
            if identity in NAMES:
                cell.source = sources_of(home)[identity]
        nbformat.write(released, handed_in)


def nbgrader(course: Path, *arguments: str) -> None:
    """One nbgrader command."""
    call(course, sys.executable, "-m", "nbgrader", *arguments)


def main() -> None:
    """Build, autograde, print."""
    homes = sorted(Path(sys.argv[1]).iterdir())[: int(sys.argv[2])]
    with tempfile.TemporaryDirectory() as scratch:
        build(Path(scratch), homes)
        before = children_cpu()
        nbgrader(Path(scratch), "autograde", "ps1")
        taken = children_cpu() - before
        graded = list(Path(scratch, "autograded").glob("*/ps1/ps1.ipynb"))
        if len(graded) != len(homes):
            sys.exit(f"nbgrader graded {len(graded)} of {len(homes)}")
    print(taken / len(homes))


if __name__ == "__main__":
    main()
