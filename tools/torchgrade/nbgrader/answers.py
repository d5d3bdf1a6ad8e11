"""Finding the answer in a submitted notebook: by nbgrader's name for its cell, else by what a cell defines."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from torchgrade.formats.gradebook_entries import ANSWER
from torchgrade.language.speaking import _
from torchgrade.nbgrader.reading import Cell, Notebook
from torchgrade.submission import defined_names

_MAGIC = re.compile(r"^([ \t]*)([%!?].*|[\w.]+\?{1,2})$", re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """An answer's source, None where there is none to grade, and what its author is told about finding it."""

    source: str | None
    said: tuple[str, ...] = ()


def find_answer(notebook: Notebook, exercise: str, names: Sequence[str]) -> Answer:
    """The answer to an exercise.

    Args:
        notebook: what was handed in.
        exercise: "unit/name".
        names: what the exercise asks for.
    """
    short = exercise.rpartition("/")[2]
    if notebook.exercise not in ("", exercise):
        told = _(
            "This is the notebook of {other}, handed in as that of {name}. Hand in the right one.",
            other=notebook.exercise.rpartition("/")[2],
            name=short,
        )
        return Answer(None, (told,))
    ours = [cell for cell in notebook.cells if cell.grade_id == ANSWER]
    if not ours:
        return _elsewhere([cell for cell in notebook.cells if cell.kind == "code"], names)
    return _one_of(ours)


def _one_of(cells: Sequence[Cell]) -> Answer:
    """The one that the cells called "answer" have in common."""
    sources = list(dict.fromkeys(cell.source for cell in cells))
    if len(sources) > 1:
        told = _(
            "{number} cells of this notebook are the answer cell, each with another text, so none was graded. Keep one "
            "of them, and hand in again.",
            number=len(cells),
        )
        return Answer(None, (told,))
    if len(cells) == 1:
        return Answer(as_python(sources[0]))
    told = _("{number} cells of this notebook are the answer cell, with the same text. Keep one.", number=len(cells))
    return Answer(as_python(sources[0]), (told,))


def _elsewhere(cells: Sequence[Cell], names: Sequence[str]) -> Answer:
    """The one cell that defines all names, where the answer cell is gone or was given another name."""
    found = {as_python(cell.source) for cell in cells if set(names) <= defined_names(as_python(cell.source))}
    what = ", ".join(names)
    if len(found) == 1:
        told = _(
            "The answer cell is not there under its name. The one cell that defines {names} was graded in its place. "
            "Write into the notebook that you were given.",
            names=what,
        )
        return Answer(found.pop(), (told,))
    if found:
        told = _(
            "The answer cell is not there, and {number} cells define {names}, so none was graded. Keep one of them, "
            "and hand in again.",
            number=len(found),
            names=what,
        )
        return Answer(None, (told,))
    told = _(
        "The answer cell is not there, and no cell defines {names}. Get the notebook anew, and answer there.",
        names=what,
    )
    return Answer(None, (told,))


def as_python(source: str) -> str:
    """A cell's text with IPython's own lines (%time, !pip) made comments, if only they keep it from being Python."""
    if _parses(source):
        return source
    plain = _MAGIC.sub(r"\1pass  # \2", source)
    return plain if _parses(plain) else source


def _parses(source: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a learner's "\\d" is nothing to tell the instructor
            ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def asked_names(grader: str) -> tuple[str, ...]:
    """The names that an exercise asks for, read from its grader's text."""
    for node in ast.walk(ast.parse(grader)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Exercise":
            values = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            return tuple(value for value in values if isinstance(value, str))
    return ()
