"""A stub in the reader's language: its docstrings come from the catalogue beside the grader, its code stays."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

from torchgrade.authoring.stub import TODO
from torchgrade.language.speaking import _, of_exercise
from torchgrade.language.texts import docstrings


def localized(stub: str, exercise: str, graders: Path) -> str:
    """The stub with every docstring and the line to begin at in the language spoken now.

    Args:
        stub: a stub's source.
        exercise: "unit/name".
        graders: where the catalogues lie.
    """
    lines = stub.split("\n")
    for owner, text in reversed(list(docstrings(ast.parse(stub)))):
        translated = of_exercise(inspect.cleandoc(text), exercise, graders)
        if translated != inspect.cleandoc(text):
            node = owner.body[0]
            lines[node.lineno - 1 : node.end_lineno] = _docstring(translated, node.col_offset, text)
    begin = _("TODO: your code here")
    return "\n".join(lines).replace(TODO[0], f"# {begin}")


def _docstring(text: str, indent: int, original: str) -> list[str]:
    """The source lines of a docstring, with the closing quotes where the original has them."""
    pad = " " * indent
    prefix = "r" if "\\" in text else ""
    body = [f"{pad}{line}" if line else "" for line in text.split("\n")]
    body[0] = f'{pad}{prefix}"""{body[0].lstrip()}'
    if "\n" in original:
        return [*body, f'{pad}"""']
    body[-1] += '"""'
    return body
