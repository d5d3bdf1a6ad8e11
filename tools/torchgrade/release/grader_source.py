"""A grader's source as students get it: its checks and its probe, without reference and misconceptions.

What is left out is known by its place in the syntax tree and not by its text: the reference, every misconception, and
whatever only they need. A check that needs one of these keeps its sentence, points, hints and cases; its body goes.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from torchgrade.errors import CatalogueError
from torchgrade.release.leaks import Line, leaks

_TORCH = frozenset({"torch", "F", "nn"})
Node = ast.stmt
_NOTE = """\
# Written by `torchgrade release`. What is right, and what known mistakes give, lies beside this file as numbers, with
# the inputs they belong to; the checks below say what is asked and how those inputs were drawn."""


@dataclass
class Grader:
    """A grader file taken apart.

    Args:
        text: its source.
        telling: lines of the solution; what holds one is treated like a misconception.
        hidden: names of checks that students do not see.
    """

    text: str
    telling: frozenset[Line] = frozenset()
    hidden: Collection[str] = ()
    tree: ast.Module = field(init=False)
    defined: dict[str, Node] = field(init=False)

    def __post_init__(self) -> None:
        self.tree = ast.parse(self.text)
        self.defined = {name: node for node in self.tree.body for name in _defined(node)}

    def released(self, ids: Mapping[str, Sequence[str]]) -> str:
        """The source for students; `ids` has each check's cases, for those whose own list has to go.

        Raises:
            CatalogueError: what is forbidden cannot be told without what no student may read.
        """
        checks = [node for node in _checks(self.tree) if node.name not in self.hidden]
        secret = self._secret()
        probes = [node for node in self._probes() if not self._reaches(node, secret)]  # the numbers hold it too
        shown = [*probes, *self._declared(secret), *(n for n in checks if not self._reaches(n, secret))]
        kept = {id(node) for node in self._closure(shown)}
        parts: list[str] = []
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef) and node in checks:
                parts.append(self._reduced(node, ids[node.name]) if self._reaches(node, secret) else self._source(node))
            elif _is_exercise(node):
                parts += [_NOTE, self._declaration(node)]
            elif id(node) in kept or _is_plain_import(node) or _is_docstring(node, self.tree):
                parts.append(self._source(node))
        return _imports_repaired(_joined(parts))

    def _probes(self) -> list[Node]:
        return [node for node in self.tree.body if _mentions_method(node, "probe_with")]

    def _declared(self, secret: set[int]) -> list[Node]:
        """The definitions that the exercise's kept arguments need."""
        parts = [part for node in self.tree.body if _is_exercise(node) for part in _kept_arguments(node)]
        found = [self.defined[name] for part in parts for name in _names(part) if name in self.defined]
        if any(self._reaches(node, secret) for node in found):
            raise CatalogueError("forbidden= needs the reference or a misconception. Write its names out in the call.")
        return found

    def _secret(self) -> set[int]:
        """The definitions that no student may read."""
        names = {name for node in self.tree.body if _is_exercise(node) for name in _reference_names(node)}
        found = {id(node) for node in self.tree.body if _mentions_method(node, "misconception")}
        found |= {id(self.defined[name]) for name in names & self.defined.keys() - _TORCH}
        found |= {id(node) for node in self.tree.body if not _is_exercise(node) and self._tells(node)}
        return found

    def _tells(self, node: Node) -> bool:
        return bool(leaks(self._source(node), self.telling))

    def _reaches(self, node: Node, secret: set[int]) -> bool:
        return any(id(other) in secret for other in self._closure([node]))

    def _closure(self, nodes: Sequence[Node]) -> list[Node]:
        """These definitions and all that they name, directly or not; the exercise itself is taken apart elsewhere."""
        found: dict[int, Node] = {}
        left = list(nodes)
        while left:
            node = left.pop()
            if id(node) in found or _is_exercise(node):
                continue
            found[id(node)] = node
            left += [self.defined[name] for name in _names(node) if name in self.defined]
        return list(found.values())

    def _reduced(self, node: ast.FunctionDef, ids: Sequence[str]) -> str:
        """A check without what would tell too much: its cases are numbers that lie beside it."""
        declared = next(decorator for decorator in node.decorator_list if _called(decorator) == "check")
        lines = [f"@{ast.get_source_segment(self.text, declared)}"]
        if list(ids) != ["only case"]:
            lines.append(f'@pytest.mark.parametrize("case", {_listed(ids)})')
        arguments = "verify" if list(ids) == ["only case"] else "verify, case"
        sentence = ast.get_source_segment(self.text, node.body[0])
        return "\n".join([*lines, f"def {node.name}({arguments}):", f"    {sentence}"])

    def _declaration(self, node: Node) -> str:
        """`exercise = replay(__file__, ...)`: the names and what is forbidden; what is right lies beside it."""
        if not isinstance(node, ast.Assign):
            raise TypeError("no declaration of an exercise")
        kept = [ast.get_source_segment(self.text, argument) or "" for argument in _kept_arguments(node)]
        return f"{ast.unparse(node.targets[0])} = replay({', '.join(['__file__', *kept])})"

    def _source(self, node: Node) -> str:
        decorators = getattr(node, "decorator_list", [])
        first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
        return "\n".join(self.text.splitlines()[first - 1 : node.end_lineno])


def _listed(ids: Sequence[str]) -> str:
    return "[" + ", ".join(json.dumps(identity, ensure_ascii=False) for identity in ids) + "]"


def _joined(parts: Sequence[str]) -> str:
    """The parts with the blank lines that style asks for."""
    text = ""
    for part in parts:
        text += ("\n" * _gap(text, part) if text else "") + part
    return text + "\n"


def _gap(text: str, part: str) -> int:
    """How many line ends belong between a text and what follows it."""
    last = text.rpartition("\n")[2]
    if part.startswith(("@", "def ", "class ")) or (last.startswith((" ", ")")) and "def " in text):
        return 3
    imports = ("import ", "from ")
    return 1 if part.startswith(imports) and last.startswith(imports) else 2


def _defined(node: Node) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [(alias.asname or alias.name).partition(".")[0] for alias in node.names]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [inner.id for target in targets for inner in ast.walk(target) if isinstance(inner, ast.Name)]


def _names(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def _called(node: ast.expr) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _checks(tree: ast.Module) -> list[ast.FunctionDef]:
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [node for node in functions if any(_called(decorator) == "check" for decorator in node.decorator_list)]


def _is_exercise(node: Node) -> bool:
    return isinstance(node, ast.Assign) and _called(node.value) == "Exercise"


def _kept_arguments(node: Node) -> list[ast.expr | ast.keyword]:
    """What students see of an exercise's declaration: its names, and what is forbidden."""
    call = node.value if isinstance(node, ast.Assign) else None
    if not isinstance(call, ast.Call):
        return []
    return [*call.args, *(keyword for keyword in call.keywords if keyword.arg == "forbidden")]


def _is_plain_import(node: Node) -> bool:
    """An import that stays until it is known whether anything uses it."""
    return isinstance(node, (ast.Import, ast.ImportFrom))


def _imports_repaired(text: str) -> str:
    """The text with `replay` imported, and nothing that is no longer used."""
    tree = ast.parse(text)
    used = _names(ast.Module([node for node in tree.body if not _is_plain_import(node)], []))
    lines: list[str | None] = list(text.splitlines())
    for node in filter(_is_plain_import, tree.body):
        lines[node.lineno - 1 : node.end_lineno] = [
            _import(node, used),
            *[None] * ((node.end_lineno or 0) - node.lineno),
        ]
    return "\n".join(line for line in lines if line is not None) + "\n"


def _import(node: Node, used: set[str]) -> str | None:
    """An import with the names that are used; None where there are none."""
    if not isinstance(node, (ast.Import, ast.ImportFrom)):
        return None
    ours = isinstance(node, ast.ImportFrom) and node.module == "torchgrade"
    future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
    names = [alias for alias in node.names if future or _local(alias) in used]
    names += [ast.alias("replay")] if ours else []
    if not names:
        return None
    names.sort(key=lambda alias: (not alias.name.isupper(), not alias.name[0].isupper(), alias.name))
    if isinstance(node, ast.ImportFrom):
        return ast.unparse(ast.ImportFrom(node.module, names, node.level))
    return ast.unparse(ast.Import(names))


def _local(alias: ast.alias) -> str:
    return (alias.asname or alias.name).partition(".")[0]


def _is_docstring(node: Node, tree: ast.Module) -> bool:
    return node is tree.body[0] and ast.get_docstring(tree) is not None


def _mentions_method(node: Node, method: str) -> bool:
    """Whether a statement calls, or is decorated with, a method of the exercise."""
    tops: list[ast.AST] = list(getattr(node, "decorator_list", [])) or [node]
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.decorator_list:
        return False
    return any(isinstance(i, ast.Attribute) and i.attr == method for top in tops for i in ast.walk(top))


def _reference_names(node: Node) -> set[str]:
    call = node.value if isinstance(node, ast.Assign) else None
    keywords = call.keywords if isinstance(call, ast.Call) else []
    return {name for keyword in keywords if keyword.arg == "reference" for name in _names(keyword.value)}
