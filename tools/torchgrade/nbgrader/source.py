"""An exercise as an nbgrader source notebook (metadata schema 3): answer cell, test cells with points, hidden tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from torchgrade.assignment.model import Assignment
from torchgrade.assignment.rules import Rules
from torchgrade.authoring.localized import localized
from torchgrade.course import Course, Entry
from torchgrade.errors import BadInput
from torchgrade.formats.gradebook_entries import ANSWER, HIDDEN
from torchgrade.grader_text import CheckText, read_checks
from torchgrade.language.speaking import _, language, of_exercise
from torchgrade.notebook.writing import notebook, to_json
from torchgrade.results import tidy
from torchgrade.results_io import write_text

SCHEMA = 3
GRADE = "grade"
META, LANGUAGE = "torchgrade", "language"  # what the notebook says of itself
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


def write_notebooks(assignment: Assignment, out: Path, graders: Path) -> list[Path]:
    """Write an assignment's source notebooks, in the language spoken now; return the files.

    Raises:
        BadInput: an exercise has no solution, or a file cannot be written.
    """
    texts = {out / f"{entry.name}.ipynb": to_json(source_notebook(entry, assignment)) for entry in assignment.entries}
    for path, text in texts.items():
        try:
            write_text(path, text)
        except OSError as error:
            raise BadInput(
                f"{path}: cannot be written ({error.strerror}). Make room, or name another folder."
            ) from None
    return list(texts)


def source_notebook(entry: Entry, assignment: Assignment) -> dict[str, Any]:
    """The notebook with its solution between markers, from which nbgrader makes the release."""
    graders = entry.grader.parents[1]
    made = notebook(entry, _solution(entry, graders))
    made["metadata"][META][LANGUAGE] = language()
    statement, answer, grade = made["cells"]
    statement["source"] = [*_without_last_paragraph(statement["source"]), _steps(entry)]
    grade["source"] = _naming_the_result(grade["source"])
    _mark(statement, "statement", locked=True)
    _mark(answer, ANSWER, solution=True)
    _mark(grade, GRADE, locked=True)
    worth = Rules(assignment).worth
    shown, hidden = _split(entry, assignment)
    made["cells"] += [_test(entry, check, worth[f"{entry.id}::{check.name}"]) for check in shown]
    if hidden:
        points = tidy(sum(worth[f"{entry.id}::{check.name}"] for check in hidden))
        made["cells"].append(_hidden(entry, hidden, points))
    return made


def _solution(entry: Entry, graders: Path) -> str:
    path = Course(graders.parent).solutions / f"{entry.id}.py"
    try:
        return localized(path.read_text(encoding="utf-8"), entry.id, graders)
    except (OSError, UnicodeDecodeError, SyntaxError) as error:
        raise BadInput(
            f"{path}: cannot be read ({error}). Source notebooks are made from solutions: make them in your course."
        ) from None


def _split(entry: Entry, assignment: Assignment) -> tuple[list[CheckText], list[CheckText]]:
    """The checks that students see, and those that they do not."""
    checks = read_checks(entry.grader)
    hidden = [check for check in checks if f"{entry.id}::{check.name}" in assignment.hidden]
    return [check for check in checks if check not in hidden], hidden


def _without_last_paragraph(lines: Sequence[str]) -> list[str]:
    """The statement without the sentence on cells, which are others here."""
    ends = max((place for place, line in enumerate(lines) if not line.strip()), default=len(lines) - 1)
    return [*lines[: ends + 1]]


def _steps(entry: Entry) -> str:
    steps = _(
        "Write your answer in the next cell, with all that it needs: only that cell is graded. Then run all cells from "
        "there on. `torchgrade hint {name}` in a terminal gives a hint.",
        name=entry.name,
    )
    return f"*{steps}*"


def _naming_the_result(lines: Sequence[str]) -> list[str]:
    return [*lines[:-1], f"result = {lines[-1]}\n", "result"]


def _test(entry: Entry, check: CheckText, points: float) -> dict[str, Any]:
    title = of_exercise(check.title, entry.id, entry.grader.parents[1])
    return _tests(check.name, points, [f"# {title}", f'result.must_pass("{check.name}")'])


def _hidden(entry: Entry, checks: Sequence[CheckText], points: float) -> dict[str, Any]:
    """One cell for all of them, so that the release tells their points and nothing else."""
    names = ", ".join(f'"{check.name}"' for check in checks)
    graders = str(entry.grader.parents[1])
    told = _("What more is checked here is not shown; its points count.")
    lines = [
        f"# {told}",
        BEGIN_HIDDEN,
        f'torchgrade.grade("{entry.name}", graders={graders!r}).must_pass({names})',
        END_HIDDEN,
    ]
    return _tests(HIDDEN, points, lines)


def _tests(grade_id: str, points: float, lines: Sequence[str]) -> dict[str, Any]:
    source = "\n".join(lines).splitlines(keepends=True)
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": grade_id,
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": source,
    }
    return _mark(cell, grade_id, points, grade=True, locked=True)


def _mark(
    cell: dict[str, Any],
    grade_id: str,
    points: float | None = None,
    *,
    grade: bool = False,
    locked: bool = False,
    solution: bool = False,
) -> dict[str, Any]:
    """Give a cell nbgrader's metadata."""
    meta = {"schema_version": SCHEMA, "grade": grade, "grade_id": grade_id, "locked": locked, "solution": solution}
    worth = {} if points is None else {"points": points}
    cell["metadata"]["nbgrader"] = {**meta, "task": False, **worth}
    return cell
