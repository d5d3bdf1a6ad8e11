"""Small changes to a solution that its grader must notice: each leaves the rest of the file as it is.

Written here because the kept libraries do not fit: cosmic-ray has a function from a text to a mutated one, but drops no
statement, swaps no arguments and tries eleven operators for each, most of which torch refuses at once; mutmut's
functions are private and have moved.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from torchgrade.authoring.mutations import changes, rebindings
from torchgrade.authoring.stub import BEGIN, END


@dataclass(frozen=True)
class Mutant:
    """A changed file: the line of the change, the lines before and after it as `old -> new`, the whole text."""

    line: int
    change: str
    source: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.change}"


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of what lies between the solution's markers, from the top of the file to its end."""
    tree = ast.parse(source)
    inside, again = _regions(source), rebindings(tree)
    text = source.encode()
    starts = _line_starts(text)
    seen = {ast.dump(tree)}
    for node in _walk(tree):
        if getattr(node, "lineno", 0) in inside:
            for place, new in changes(node, again):
                mutant = _spliced(text, starts, place, new)
                program = _program(mutant.source)
                if program and program not in seen:
                    seen.add(program)
                    yield mutant


def _regions(source: str) -> set[int]:
    """The numbers of the lines between the markers."""
    inside, found = False, set()
    for number, line in enumerate(source.splitlines(), 1):
        inside = (inside or line.strip() == BEGIN) and line.strip() != END
        if inside:
            found.add(number)
    return found


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes in the order of the text, but no annotations, docstrings, or what an error says."""
    yield node
    if isinstance(node, (ast.Raise, ast.JoinedStr)):
        return
    for name, value in ast.iter_fields(node):
        if name not in ("annotation", "returns"):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not _is_docstring(child):
                    yield from _walk(child)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _line_starts(text: bytes) -> list[int]:
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _spliced(text: bytes, starts: list[int], place: tuple[int, int, int, int], new: str) -> Mutant:
    """The text with the part from (line, column) to (line, column) replaced; columns count bytes, as ast does."""
    line, column, end_line, end_column = place
    begin, end = starts[line - 1] + column, starts[end_line - 1] + end_column
    if new.startswith("(") and text[begin - 1 : begin] + text[end : end + 1] == b"()":
        new = new[1:-1]  # it stands in brackets already
    source = text[:begin] + new.encode() + text[end:]
    head, tail = text[starts[line - 1] : begin], text[end : starts[end_line]]
    old = _one_line(text[starts[line - 1] : starts[end_line]])
    return Mutant(line, f"{old} -> {_one_line(head + new.encode() + tail)}", source.decode())


def _one_line(text: bytes) -> str:
    """The words of some lines, without the comments behind them."""
    lines = (line.partition("  # ")[0] for line in text.decode().splitlines())
    return " ".join(" ".join(lines).split())


def _program(source: str) -> str:
    """What a text means, whatever its layout; "" where it is no Python."""
    try:
        return ast.dump(ast.parse(source))
    except SyntaxError:
        return ""
