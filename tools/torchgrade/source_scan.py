"""Looking for forbidden operations in a learner's source: a second net beside the recorder, not a proof.

Only code that the exercise can reach is looked at: module-level statements, and what the asked names lead to.
A comparison with torch in a helper that nothing calls, or under `if __name__ == "__main__"`, is nobody's cheat.
"""

from __future__ import annotations

import ast
import fnmatch
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Ways round the recorder. Used in an exercise that forbids something, each is refused like the thing itself.
BARRED = (
    "torch._C",
    "torch._decomp",
    "torch._dynamo",
    "torch._inductor",
    "torch._prims",
    "torch._refs",
    "torch.autograd.variable",
    "torch.compile",
    "torch.fx",
    "torch.jit",
    "torch.overrides",
    "torch.utils._python_dispatch",
    "torch.multiprocessing",
    "torch.nn.parallel",
    "torch.ops.prims",
    "_thread",
    "asyncio",
    "builtins",
    "concurrent.futures",
    "ctypes",
    "gc",
    "importlib",
    "inspect",
    "multiprocessing",
    "sys._getframe",
    "sys.modules",
    "sys.setprofile",
    "sys.settrace",
    "threading",
)
# Text that becomes code can name anything, and its lines are not the learner's file's.
_MAKE_CODE = frozenset({"__builtins__", "__import__", "compile", "eval", "exec"})
_IMPORTERS = ("builtins.__import__", "importlib.import_module")
# `_execution_engine` is autograd's own, which runs a backward that no recorder sees.
_BARRED_ATTRIBUTES = frozenset(
    {"_execution_engine", "f_back", "f_globals", "f_locals", "gi_frame", "tb_frame", "__subclasses__"}
)


@dataclass(frozen=True)
class Found:
    """A forbidden or barred name in the source."""

    pattern: str
    operation: str
    line: int


def scan(text: str, names: Sequence[str], patterns: Sequence[str]) -> list[Found]:
    """Forbidden operations in the code that the exercise's names can reach, by line; none without patterns."""
    if not patterns:
        return []
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []  # it will not load either
    aliases = _aliases(tree)
    found: dict[tuple[str, int], Found] = {}
    for part in reachable(tree, names):
        read = _importers_read(part, aliases)
        for node in ast.walk(part):
            for operation in () if id(node) in read else _operations(node, aliases):
                pattern = _refused(operation, patterns)
                line = getattr(node, "lineno", 0)
                if pattern:
                    found.setdefault((operation, line), Found(pattern, operation, line))
    return sorted(found.values(), key=lambda item: item.line)


def _aliases(tree: ast.Module) -> dict[str, str]:
    """What each imported name stands for, less the names that the file defines itself afterwards."""
    aliases = {name: f"builtins.{name}" for name in _MAKE_CODE - _bound(tree)}
    lines: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for item in node.names:
                name = item.asname or item.name.partition(".")[0]
                aliases[name] = item.name if item.asname else name
                lines[name] = max(node.lineno, lines.get(name, 0))
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for item in node.names:
                name = item.asname or item.name
                aliases[name] = f"{node.module}.{item.name}"
                lines[name] = max(node.lineno, lines.get(name, 0))
    for statement in tree.body:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)) and statement.lineno > lines.get(statement.name, 0):
            aliases.pop(statement.name, None)
    return aliases


def _bound(tree: ast.Module) -> set[str]:
    """Names that are variables or parameters somewhere in the file."""
    nodes = list(ast.walk(tree))
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return stored | {node.arg for node in nodes if isinstance(node, ast.arg)}


def reachable(tree: ast.Module, names: Sequence[str]) -> list[ast.stmt]:
    """The module-level statements, and the definitions that they or the asked names lead to."""
    definitions = {
        node.name: node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    }
    defined = {id(node) for node in definitions.values()}
    parts = [part for node in tree.body if id(node) not in defined for part in _without_main_block(node)]
    waiting = [*names, *_names_in(parts)]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in definitions and name not in seen:
            seen.add(name)
            parts.append(definitions[name])
            waiting += _names_in([definitions[name]])
    return parts


def _names_in(parts: Sequence[ast.AST]) -> list[str]:
    return [node.id for part in parts for node in ast.walk(part) if isinstance(node, ast.Name)]


def _without_main_block(node: ast.stmt) -> list[ast.stmt]:
    """The statement, or only the `else` of `if __name__ == "__main__"`, whose own block never runs here."""
    return node.orelse if isinstance(node, ast.If) and _asks_for_main(node.test) else [node]


def _asks_for_main(test: ast.expr) -> bool:
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq):
        return False
    sides = [getattr(side, "id", getattr(side, "value", None)) for side in (test.left, test.comparators[0])]
    return sides in (["__name__", "__main__"], ["__main__", "__name__"])


def _operations(node: ast.AST, aliases: dict[str, str]) -> Iterator[str]:
    """The dotted public names that a node uses."""
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.MatMult):
        yield "torch.matmul"
    elif isinstance(node, ast.Attribute) and node.attr in _BARRED_ATTRIBUTES:
        yield f"...{node.attr}"
    elif isinstance(node, (ast.Attribute, ast.Name)):
        dotted = _dotted(node, aliases)
        if dotted:
            yield dotted
    elif isinstance(node, ast.Call):
        yield from _dynamic(node, aliases)


def _dotted(node: ast.AST, aliases: dict[str, str]) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in aliases:
        return ""
    return ".".join([aliases[node.id], *reversed(parts)])


def _dynamic(node: ast.Call, aliases: dict[str, str]) -> Iterator[str]:
    """`getattr(torch, "softmax")` and `import_module("torch.optim")`, where the text is plain to see."""
    texts = [text for text in map(_text, node.args) if text]
    if isinstance(node.func, ast.Name) and node.func.id == "getattr" and texts:
        owner = _dotted(node.args[0], aliases)
        if owner:
            yield f"{owner}.{texts[0]}"
    imported = _named_import(node, aliases)
    if imported:
        yield imported


def _importers_read(part: ast.AST, aliases: dict[str, str]) -> set[int]:
    """The nodes that name an importing function in calls that say in plain text what they import."""
    calls = [node for node in ast.walk(part) if isinstance(node, ast.Call) and _named_import(node, aliases)]
    return {id(inner) for call in calls for inner in ast.walk(call.func)}


def _named_import(node: ast.AST, aliases: dict[str, str]) -> str:
    """What a call imports by a name that can be read, or ""; any other use of those functions is barred."""
    if isinstance(node, ast.Call) and node.args and _dotted(node.func, aliases) in _IMPORTERS:
        return _text(node.args[0])
    return ""


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _refused(operation: str, patterns: Sequence[str]) -> str:
    """The pattern that refuses an operation, or ""."""
    for barred in BARRED:
        if _is_or_lies_in(operation, barred) or (operation.startswith("torch.") and f".{barred}." in f"{operation}."):
            return barred  # torch's modules have imported the same ones: torch.sys.modules
    if operation.startswith("..."):
        return operation
    last = operation.rpartition(".")[2]
    for pattern in patterns:
        if pattern.startswith("aten::"):
            if operation.startswith("torch.") and fnmatch.fnmatchcase(last.lower(), pattern.removeprefix("aten::")):
                return pattern
        elif _is_or_lies_in(operation, pattern) or _is_alike(operation, pattern):
            return pattern
    return ""


def _is_or_lies_in(operation: str, name: str) -> bool:
    return operation == name or operation.startswith(f"{name}.")


def _is_alike(operation: str, name: str) -> bool:
    """Whether it is torch's callable of the same last name, as `torch.Tensor.matmul` is for `torch.matmul`."""
    return operation.startswith("torch.") and operation.rpartition(".")[2] == name.rpartition(".")[2]
