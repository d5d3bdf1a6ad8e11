"""Looking for "cuda" written into a learner's source: an answer that then runs on a GPU alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from torchgrade.source_scan import reachable

_CONDITIONS = (ast.If, ast.IfExp, ast.While, ast.Match, ast.Try, ast.BoolOp)
_TAKE_A_DEVICE = frozenset({"to", "device", "set_default_device", "Generator"})


def hard_coded(text: str, names: Sequence[str]) -> list[tuple[str, int]]:
    """(what is written, line) where code that the exercise's names reach asks for CUDA under no condition."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []  # it will not load either
    found = (item for part in reachable(tree, names) for item in _asked(part))
    return sorted(set(found), key=lambda item: item[1])


def _asked(node: ast.AST) -> Iterator[tuple[str, int]]:
    """What a node and those inside it ask for; whoever looks first what is there may name it."""
    if isinstance(node, _CONDITIONS):
        return
    if isinstance(node, ast.Call):
        yield from ((written, node.lineno) for written in _written(node))
    for inner in ast.iter_child_nodes(node):
        yield from _asked(inner)


def _written(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name == "cuda" and isinstance(call.func, ast.Attribute) and not call.args and not call.keywords:
        yield ".cuda()"
    values = [*(call.args if name in _TAKE_A_DEVICE else ()), *(k.value for k in call.keywords if k.arg == "device")]
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value.partition(":")[0] == "cuda":
            yield f'"{value.value}"'
