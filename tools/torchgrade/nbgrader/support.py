"""What lies beside released notebooks, so that `torchgrade.grade` works for students: the graders they may see."""

from __future__ import annotations

import ast
from pathlib import Path

from torchgrade.assignment.model import Assignment
from torchgrade.course import Entry
from torchgrade.errors import BadInput
from torchgrade.language.speaking import language
from torchgrade.results_io import write_text

_PROJECT = """\
# This table marks the folder in which torchgrade looks for graders.
[tool.torchgrade]
language = "{language}"
"""


def write_support(assignment: Assignment, out: Path) -> None:
    """Write the graders of an assignment without its hidden checks, and the mark of a course, into `out`.

    Raises:
        BadInput: something cannot be read or written.
    """
    try:
        write_text(out / "pyproject.toml", _PROJECT.format(language=language()))
        for entry in assignment.entries:
            for path, text in _files(entry, assignment.hidden).items():
                write_text(out / "graders" / path, text)
    except (OSError, UnicodeDecodeError, SyntaxError) as error:
        raise BadInput(f"{out}: the graders cannot be copied there ({error}). Mend that, then try again.") from None


def _files(entry: Entry, hidden: frozenset[str]) -> dict[str, str]:
    names = frozenset(name.rpartition("::")[2] for name in hidden if name.startswith(f"{entry.id}::"))
    texts = {path.name: path.read_text(encoding="utf-8") for path in entry.files}
    texts[entry.grader.name] = without_checks(texts[entry.grader.name], names)
    for path in entry.grader.parent.glob(f"{entry.name}.*.po"):
        texts[path.name] = path.read_text(encoding="utf-8")
    unit = entry.grader.with_name("unit.toml")
    if unit.is_file():
        texts[unit.name] = unit.read_text(encoding="utf-8")
    return {f"{entry.unit}/{name}": text for name, text in texts.items()}


def without_checks(grader: str, names: frozenset[str]) -> str:
    """A grader's text without the checks of these names, decorators and all."""
    lines = grader.splitlines(keepends=True)
    for node in reversed(ast.parse(grader).body):
        if isinstance(node, ast.FunctionDef) and node.name in names:
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            del lines[first - 1 : node.end_lineno]
    return "".join(lines)
