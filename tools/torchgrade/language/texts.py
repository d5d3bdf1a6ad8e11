"""What of an exercise a learner reads: found in its files' text, without importing them or torch."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from torchgrade.authoring.stub import stub_of
from torchgrade.grader_text import parse_grader, read_checks
from torchgrade.language.po import Message
from torchgrade.unit import read_unit


def of_exercise(solution: Path, grader: Path) -> list[Message]:
    """Every text of an exercise once: the stub's docstrings, the checks' sentences and hints, the misconceptions.

    Raises:
        BadInput: a file cannot be read.
        CatalogueError: the solution cannot be cut.
    """
    found = [*_docstrings(solution), *_checks(grader), *_misconceptions(grader)]
    first: dict[str, Message] = {}
    for message in found:
        first.setdefault(message.text, message)
    return list(first.values())


def of_unit(folder: Path) -> list[Message]:
    """The texts of a unit's unit.toml."""
    unit = read_unit(folder)
    found = [Message(unit.title, "title of the unit"), Message(unit.builds, 'completes "You can now build ..."')]
    return [message for message in found if message.text]


def docstrings(tree: ast.Module) -> Iterator[tuple[ast.Module | ast.ClassDef | ast.FunctionDef, str]]:
    """Each docstring of a module with what it belongs to, in the order of the text."""
    owners = [node for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))]
    for owner in sorted(owners, key=lambda node: getattr(node, "lineno", 0)):
        first = owner.body[0] if owner.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            yield owner, first.value.value


def _docstrings(solution: Path) -> Iterator[Message]:
    for owner, text in docstrings(ast.parse(stub_of(solution))):
        name = "the file" if isinstance(owner, ast.Module) else owner.name
        yield Message(inspect.cleandoc(text), f"docstring of {name}")


def _checks(grader: Path) -> Iterator[Message]:
    for check in read_checks(grader, speed=True):
        yield Message(check.title, f"sentence of {check.name}")
        for number, hint in enumerate(check.hints, start=1):
            yield Message(hint, f"hint {number} of {check.name}")


def _misconceptions(grader: Path) -> Iterator[Message]:
    for node in parse_grader(grader).body:
        for decorator in getattr(node, "decorator_list", ()):
            sentence = _sentence(decorator)
            if sentence:
                yield Message(sentence, f'misconception {getattr(node, "name", "")}, completes "looks like ..."')


def _sentence(decorator: ast.expr) -> str | None:
    """The sentence of `@exercise.misconception(sentence, ...)`."""
    if not isinstance(decorator, ast.Call) or not decorator.args:
        return None
    named = isinstance(decorator.func, ast.Attribute) and decorator.func.attr == "misconception"
    first = decorator.args[0]
    return first.value if named and isinstance(first, ast.Constant) and isinstance(first.value, str) else None
