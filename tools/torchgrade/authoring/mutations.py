"""What may become of one piece of a program: its operator, its order, its constant, or the piece itself gone."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import Any

Place = tuple[int, int, int, int]

_BINARY: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_ORDERED = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_OPPOSITES = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)


def changes(node: ast.AST, rebound: Collection[ast.AST]) -> Iterator[tuple[Place, str]]:
    """(place, new text) for each change to a node.

    Args:
        node: a piece of the program.
        rebound: assignments to names that have a value before, which can be left out.
    """
    if isinstance(node, ast.expr):
        for new in _expressions(node):
            yield place_of(node), _in_brackets(new)
    elif isinstance(node, ast.stmt):
        if isinstance(node, (ast.Expr, ast.AugAssign, ast.Raise, ast.Delete, ast.Break, ast.Continue)) or (
            node in rebound
        ):
            yield place_of(node), "pass"
        yield from _statements(node)


def place_of(node: ast.expr | ast.stmt) -> Place:
    """Where a node begins and ends: lines from 1, columns in bytes from 0."""
    return node.lineno, node.col_offset, node.end_lineno or node.lineno, node.end_col_offset or node.col_offset


def _in_brackets(new: ast.expr) -> str:
    text = ast.unparse(new)
    bare = isinstance(new, (ast.Name, ast.Call, ast.Attribute, ast.Subscript, ast.Constant))
    return text if bare and not text.startswith("-") else f"({text})"


def _with(node: Any, **fields: Any) -> Any:
    """A copy of a node with other fields; what it holds else is shared."""
    return type(node)(**{**dict(ast.iter_fields(node)), **fields})


def _expressions(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp):
        yield from (_with(node, op=other()) for other in filter(None, [_BINARY.get(type(node.op))]))
        if isinstance(node.op, _ORDERED):
            yield _with(node, left=node.right, right=node.left)
    elif isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            others = [*node.ops[:index], _COMPARED[type(operator)](), *node.ops[index + 1 :]]
            yield _with(node, ops=others)
    elif isinstance(node, ast.IfExp):
        yield from (_with(node, test=test) for test in _negated(node.test))
    elif isinstance(node, ast.Constant):
        yield from map(ast.Constant, _constants(node.value))
    elif isinstance(node, ast.Call):
        yield from _calls(node)


def _constants(value: object) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, float):
        yield value * 2 if value else 1.0
    elif isinstance(value, str):
        yield f"{value}?"


def _calls(node: ast.Call) -> Iterator[ast.expr]:
    """Neighbouring arguments swapped, a keyword left out, `x` for `x.detach()`, a round too few."""
    if not any(isinstance(argument, ast.Starred) for argument in node.args):
        for index in range(len(node.args) - 1):
            one, two = node.args[index : index + 2]
            yield _with(node, args=[*node.args[:index], two, one, *node.args[index + 2 :]])
    for index, keyword in enumerate(node.keywords):
        if keyword.arg:
            yield _with(node, keywords=[*node.keywords[:index], *node.keywords[index + 1 :]])
    if isinstance(node.func, ast.Attribute) and not node.args and not node.keywords:
        yield node.func.value
    if isinstance(node.func, ast.Name) and node.func.id == "range" and len(node.args) == 1:
        yield _with(node, args=[ast.BinOp(node.args[0], ast.Sub(), ast.Constant(1))])


def _negated(test: ast.expr) -> Iterator[ast.expr]:
    """The opposite of a condition, where no other change makes it."""
    single = isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], _OPPOSITES)
    if not single and not isinstance(test, ast.UnaryOp):
        yield ast.UnaryOp(ast.Not(), test)


def _statements(node: ast.stmt) -> Iterator[tuple[Place, str]]:
    if isinstance(node, (ast.If, ast.While)):
        yield from ((place_of(node.test), _in_brackets(test)) for test in _negated(node.test))
    elif isinstance(node, ast.AugAssign) and type(node.op) in _BINARY:
        yield place_of(node), ast.unparse(_with(node, op=_BINARY[type(node.op)]()))
    elif isinstance(node, ast.With) and all(item.optional_vars is None for item in node.items):
        last = place_of(node.items[-1].context_expr)
        yield (node.lineno, node.col_offset, *last[2:]), "if True"


def rebindings(tree: ast.AST) -> set[ast.AST]:
    """Assignments that a program runs without: to attributes, to entries, and to names that have a value already."""
    found: set[ast.AST] = set()
    for function in ast.walk(tree):
        if isinstance(function, (ast.FunctionDef, ast.Lambda)):
            bound = {argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)}
            for node in sorted(_statements_in(function), key=lambda node: node.lineno):
                names = {name for target in _targets(node) for name in _bound(target)}
                if isinstance(node, ast.Assign) and names <= bound:
                    found.add(node)
                bound |= names
    return found


def _statements_in(function: ast.AST) -> list[ast.stmt]:
    return [node for node in ast.walk(function) if isinstance(node, ast.stmt) and node is not function]


def _targets(node: ast.stmt) -> list[ast.expr]:
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    return [target for target in targets if target is not None]


def _bound(target: ast.expr) -> Iterator[str]:
    """The names that get a value where this is assigned to."""
    for node in ast.walk(target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
