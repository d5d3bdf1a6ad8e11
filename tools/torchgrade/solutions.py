"""An exercise's solution, shown once the exercise is green or the learner gives up. Never imports torch."""

from __future__ import annotations

import ast
from pathlib import Path

from torchgrade import progress
from torchgrade.authoring.stub import BEGIN, END, END_STUB, STUB
from torchgrade.course import Course, Entry
from torchgrade.errors import BadInput
from torchgrade.language.speaking import _
from torchgrade.language.texts import docstrings


def solution(root: Path, entry: Entry, give_up: bool = False) -> str:
    """The code of a solution, without the statement that the learner knows.

    Args:
        root: the course.
        entry: the exercise.
        give_up: show it although the exercise is not green; this is remembered.

    Raises:
        BadInput: the exercise is not green, or the course holds no solution of it.
    """
    path = Course(root).solutions / f"{entry.id}.py"
    if not path.is_file():
        raise BadInput(
            _("There is no solution of {name} here, as in all releases. Ask your instructor.", name=entry.name)
        )
    standing = progress.read(root).of(entry.id)
    if not (standing.green or standing.given_up or give_up):
        raise BadInput(
            _(
                "{name} is not green yet. `torchgrade hint {name}` helps; `torchgrade solution {name} --give-up` shows "
                "a solution now, and `torchgrade list` remembers it.",
                name=entry.name,
            )
        )
    try:
        code = without_statement(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, SyntaxError) as error:
        raise BadInput(
            _("{path}: there is no solution to show ({reason}). Ask your instructor.", path=path, reason=error)
        ) from None
    if not standing.green:
        progress.give_up(root, entry.id)
    return code


def without_statement(source: str) -> str:
    """A solution's code without its docstrings, its markers and the stub's own text."""
    dropped: set[int] = set()
    for owner, _text in docstrings(ast.parse(source)):
        first = owner.body[0]
        dropped |= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    kept, in_stub = [], False
    for number, line in enumerate(source.splitlines(), start=1):
        word = line.strip()
        in_stub = word == STUB or (in_stub and word != END_STUB)
        if number not in dropped and not in_stub and word not in (BEGIN, END, END_STUB):
            kept.append(line)
    return "\n".join(kept).strip("\n") + "\n"
