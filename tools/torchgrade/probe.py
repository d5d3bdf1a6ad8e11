"""A probe travels as source: cut from the grader file, checked to name nothing but what the contestant has."""

from __future__ import annotations

import ast
import builtins
import inspect
import symtable
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

from torchgrade.errors import CatalogueError

ALLOWED = frozenset({"torch", "math"}) | frozenset(dir(builtins))


def probe_source(probe: Callable[..., Any] | None) -> str | None:
    """The probe's source without its decorator, or None where the exercise has no probe.

    Raises:
        CatalogueError: the source cannot be found, or it names something that the contestant lacks.
    """
    if probe is None:
        return None
    path = inspect.getsourcefile(probe)
    if path is None:
        raise CatalogueError(f"the probe {probe.__name__} has no source file; write it in the grader.")
    source = cut(Path(path).read_text(encoding="utf-8"), probe.__name__, path)
    _refuse_free_names(source, probe.__name__, path)
    return source


def cut(text: str, name: str, where: str) -> str:
    """The text of the top-level function `name`, decorators left out."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            lines = text.splitlines()[node.lineno - 1 : node.end_lineno]
            return textwrap.dedent("\n".join(lines)) + "\n"
    raise CatalogueError(f"{where}: the probe {name} must be a function at the top level of the grader.")


def free_names(source: str, where: str) -> list[str]:
    """The names that a source uses without defining them, less torch, math and builtins."""
    table = symtable.symtable(source, where, "exec")
    own = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned()}
    return sorted(_global_names(table) - ALLOWED - own)


def _refuse_free_names(source: str, name: str, where: str) -> None:
    unknown = free_names(source, where)
    if unknown:
        raise CatalogueError(
            f"{where}: the probe {name} names {', '.join(unknown)}, which the learner's process does not have. "
            "Use its arguments, torch, math and builtins only; define helpers inside the probe."
        )


def _global_names(table: symtable.SymbolTable) -> set[str]:
    names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global() and symbol.is_referenced()}
    if table.get_type() == "module":
        names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
    for child in table.get_children():
        names |= _global_names(child)
    return names
