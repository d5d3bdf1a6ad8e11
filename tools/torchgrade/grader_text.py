"""What a grader says, read from its text: sentences, points and hints, without importing it or torch."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from torchgrade.errors import BadInput


@dataclass(frozen=True)
class CheckText:
    """One check as its author wrote it."""

    name: str
    title: str
    points: float
    hints: tuple[str, ...]
    speed: bool = False


def read_checks(grader: Path, speed: bool = False) -> list[CheckText]:
    """The checks of a grader file, in its order; those about speed only if these are asked for too.

    Raises:
        BadInput: the file cannot be read or is no Python.
    """
    return [
        CheckText(node.name, " ".join((ast.get_docstring(node) or "").split()), *declared)
        for node in parse_grader(grader).body
        if isinstance(node, ast.FunctionDef) and (declared := _declared(node)) and (speed or not declared[2])
    ]


def parse_grader(grader: Path) -> ast.Module:
    """The syntax tree of a grader file.

    Raises:
        BadInput: the file cannot be read or is no Python.
    """
    try:
        return ast.parse(grader.read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError) as error:
        raise BadInput(f"{grader}: cannot be read ({error}). Mend the grader, or get it anew.") from None


def _declared(node: ast.FunctionDef) -> tuple[float, tuple[str, ...], bool] | None:
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "check":
            values = [argument.value if isinstance(argument, ast.Constant) else None for argument in decorator.args]
            points = values[0] if values and isinstance(values[0], (int, float)) else 0
            return points, tuple(hint for hint in values[1:] if isinstance(hint, str)), _is_of_speed(decorator)
    return None


def _is_of_speed(declared: ast.Call) -> bool:
    """Whether a check says `speed=True`."""
    said = next((keyword.value for keyword in declared.keywords if keyword.arg == "speed"), None)
    return isinstance(said, ast.Constant) and said.value is True
