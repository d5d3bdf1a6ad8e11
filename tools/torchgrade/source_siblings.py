"""Which other files of a submission an answer leads to, and for which of their names; read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath


def siblings(files: Mapping[str, str], path: str) -> dict[str, list[str]]:
    """The files that an answer imports, one after another, each with the names that are asked of it.

    Args:
        files: the submission's files, posix path to text.
        path: the file that answers an exercise; it is not among the results.

    Returns:
        Paths with names. Where a module is used in a way that cannot be read (`from m import *`, `getattr(m, ...)`),
        the names are all that it defines at its top level.
    """
    found: dict[str, list[str]] = {}
    waiting = [path]
    while waiting:
        here = waiting.pop()
        for there, names in _imports(files, here):
            if there == path:
                continue
            known = found.setdefault(there, [])
            new = [name for name in names if name not in known]
            known += new
            if new and there not in waiting:
                waiting.append(there)
    return found


def _imports(files: Mapping[str, str], path: str) -> Iterator[tuple[str, list[str]]]:
    try:
        tree = ast.parse(files[path])
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from _from(files, path, node)
        elif isinstance(node, ast.Import):
            for item in node.names:
                target = _file_of(files, path, item.name)
                if target:
                    yield target, _used(tree, item.asname or item.name) or _defined(files[target])


def _from(files: Mapping[str, str], path: str, node: ast.ImportFrom) -> Iterator[tuple[str, list[str]]]:
    """`from m import a` asks m for a, unless a is a file of its own."""
    for item in node.names:
        whole = f"{node.module}.{item.name}" if node.module else item.name
        module = _file_of(files, path, whole)
        if module:
            yield module, _defined(files[module])
            continue
        target = _file_of(files, path, node.module or "")
        if target:
            yield target, _defined(files[target]) if item.name == "*" else [item.name]


def _file_of(files: Mapping[str, str], path: str, module: str) -> str | None:
    parts = [part for part in module.split(".") if part]
    for folder in (PurePosixPath(path).parent, PurePosixPath()):
        for candidate in (folder.joinpath(*parts).with_suffix(".py"), folder.joinpath(*parts, "__init__.py")):
            if parts and str(candidate) in files:
                return str(candidate)
    return None


def _used(tree: ast.Module, module: str) -> list[str]:
    """The attributes of a module that are read by name; none where it is used in any other way too."""
    reads = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _dotted(node.value) == module]
    loose = sum(isinstance(node, ast.Name) and node.id == module.partition(".")[0] for node in ast.walk(tree))
    return [node.attr for node in reads] if loose == len(reads) else []


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _defined(text: str) -> list[str]:
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [node.name for node in body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]
