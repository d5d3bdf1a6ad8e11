"""An exercise as a notebook: its statement, its stub, and a cell that grades what was written. Never imports torch."""

from __future__ import annotations

import ast
import inspect
import json
import re
from pathlib import Path
from typing import Any

from torchgrade.authoring.localized import localized
from torchgrade.authoring.stub import cut_stub
from torchgrade.course import Course, Entry, find_course
from torchgrade.errors import BadInput
from torchgrade.language.speaking import ENGLISH, _, language
from torchgrade.results_io import write_text

_IN_BACKTICKS = re.compile(r"(`[^`]*`)")


def write_notebook(entry: Entry, out: Path, graders: Path) -> None:
    """Write an exercise's notebook, in the language spoken now.

    Args:
        entry: the exercise.
        out: the file to write.
        graders: where its grader lies; the notebook names the folder where it could not find it by itself.

    Raises:
        BadInput: the file is there already, or there is no stub.
    """
    if out.exists():
        raise BadInput(_("{path}: is there already. Name another file with --out, or remove it first.", path=out))
    course = find_course(out.resolve().parent)
    named = None if course and course.graders.resolve() == graders else graders
    try:
        write_text(out, to_json(notebook(entry, stub_of(entry, graders.parent), named)))
    except OSError as error:
        raise BadInput(
            _("{path}: cannot be written ({reason}). Name another with --out.", path=out, reason=error.strerror)
        ) from None


def stub_of(entry: Entry, root: Path) -> str:
    """The stub in the language spoken now: cut from the solution, or where there is none the learner's own file.

    Raises:
        BadInput: there is neither.
    """
    course = Course(root)
    solution, exercise = course.solutions / f"{entry.id}.py", course.exercises / f"{entry.id}.py"
    path = solution if solution.is_file() else exercise
    try:
        text = path.read_text(encoding="utf-8")
        return localized(cut_stub(text, str(path)) if path is solution else text, entry.id, course.graders)
    except (OSError, UnicodeDecodeError, SyntaxError) as error:
        raise BadInput(
            _("{path}: there is no stub to begin with ({reason}). Get it from your course.", path=path, reason=error)
        ) from None


def notebook(entry: Entry, stub: str, graders: Path | None = None) -> dict[str, Any]:
    """The notebook as nbformat 4.5 has it.

    Args:
        entry: the exercise.
        stub: its stub.
        graders: the folder that the grading cell names, or None.
    """
    statement, code = _split(_without_command(stub))
    steps = _(
        "Write your answer in the next cell and run it; then run the last cell, which grades it. "
        "`torchgrade hint {name}` in a terminal gives a hint.",
        name=entry.name,
    )
    cells = [
        _cell("statement", "markdown", f"# {entry.name}\n\n{_as_markdown(statement)}\n\n*{steps}*"),
        _cell("answer", "code", code),
        _cell("grade", "code", f"import torchgrade\n\n{_call(entry, graders)}"),
    ]
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "torchgrade": {"exercise": entry.id},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def to_json(data: dict[str, Any]) -> str:
    """A notebook's text, as Jupyter itself writes it."""
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _call(entry: Entry, graders: Path | None) -> str:
    named = f", graders={_quoted(str(graders))}" if graders else ""
    spoken = f", lang={_quoted(language())}" if language() != ENGLISH else ""
    return f"torchgrade.grade({_quoted(entry.name)}{named}{spoken})"


def _quoted(text: str) -> str:
    """A string as Python source, in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def _cell(name: str, kind: str, text: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": name, "metadata": {}}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return {**cell, "source": text.strip("\n").splitlines(keepends=True)}


def _without_command(stub: str) -> str:
    """The stub without the paragraph that names pytest, which would grade the file and not the notebook."""
    kept: list[str] = []
    dropping = False
    for line in stub.split("\n"):
        ends = not line.strip() or line.strip().startswith('"""')
        dropping = "`pytest --exercise" in line or (dropping and not ends)
        if line.strip() == '"""' and kept and not kept[-1].strip():
            kept.pop()
        if not dropping:
            kept.append(line)
    return "\n".join(kept)


def _split(stub: str) -> tuple[str, str]:
    """The module's docstring, and the code behind it."""
    tree = ast.parse(stub)
    statement = ast.get_docstring(tree, clean=False) or ""
    first = tree.body[0]
    behind = (first.end_lineno or 0) if statement else 0
    return inspect.cleandoc(statement), "\n".join(stub.split("\n")[behind:])


def _as_markdown(text: str) -> str:
    """A docstring as Markdown: formulas are indented already, so they become code; nothing becomes a tag."""
    return "\n".join(line if line.startswith("    ") else _escaped(line) for line in text.split("\n"))


def _escaped(line: str) -> str:
    """Prose in which no character outside backticks is markup."""
    parts = _IN_BACKTICKS.split(line)
    return "".join(part if part.startswith("`") else re.sub(r"([*_<\[$\\])", r"\\\1", part) for part in parts)
