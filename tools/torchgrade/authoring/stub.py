"""Cut a learner's stub from a solution: what lies between the markers goes, everything else stays."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from torchgrade.errors import BadInput, CatalogueError

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
STUB, END_STUB = "### STUB", "### END STUB"
TODO = ("# TODO: your code here", "raise NotImplementedError")

# A marker that is almost right would leave the solution in the stub, so it is refused and not overlooked.
_LIKE_A_MARKER = re.compile(r"#+\s*((BEGIN|END|START|STOP)[\s_-]*(SOLUTION|STUB)\b|STUB$)", re.IGNORECASE)

_Line = tuple[int, str]


class _Fault(Exception):
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def stub_of(solution: Path) -> str:
    """Return the stub of a solution's file.

    Raises:
        BadInput: the file cannot be read.
        CatalogueError: it breaks a rule of `cut_stub`.
    """
    try:
        source = solution.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{solution}: cannot be read ({error}). Save it as UTF-8 text.") from None
    return cut_stub(source, str(solution))


def cut_stub(source: str, where: str = "solution") -> str:
    """Return the stub of a solution: each solution region becomes its `### STUB` text, or a TODO that raises.

    Raises:
        CatalogueError: a region is missing, nested, unclosed or misspelt, or the stub would not work; it names `where`
            and the line of the solution.
    """
    try:
        kept = _cut(source.replace("\r\n", "\n").replace("\r", "\n"))
        _check(kept)
    except _Fault as fault:
        raise CatalogueError(f"{where}:{fault.line}: {fault}") from None
    return _text(kept)


def has_own_stub(source: str) -> bool:
    """Whether a solution holds its stub's own text, such as a program with a bug, in a region."""
    return any(line.strip() == STUB for line in source.splitlines())


def _cut(source: str) -> list[_Line]:
    """Return the stub's lines, each with the number of the solution's line that it comes from."""
    lines = enumerate(source.split("\n"), start=1)
    kept: list[_Line] = []
    regions = 0
    for number, line in lines:
        marker = _marker(number, line)
        if marker is None:
            kept.append((number, line))
        elif marker == BEGIN:
            regions += 1
            kept += _region(lines, number, _indent(line))
        else:
            raise _Fault(number, f"{marker} stands outside a solution region. Put {BEGIN} before it.")
    if not regions:
        raise _Fault(1, f"there is no solution region. Put {BEGIN} and {END} around what the learner is to write.")
    return kept


def _marker(number: int, line: str) -> str | None:
    """Return the marker that the line is, or None; refuse one that is nearly right."""
    word = line.strip()
    if word in (BEGIN, END, STUB, END_STUB):
        return word
    if _LIKE_A_MARKER.match(word):
        raise _Fault(number, f"{word!r} is no marker. Write exactly {BEGIN}, {END}, {STUB} or {END_STUB}.")
    return None


def _region(lines: Iterator[_Line], begin: int, indent: str) -> list[_Line]:
    """Read up to the region's end, and return the lines that take its place."""
    given: list[_Line] | None = None
    for number, line in lines:
        marker = _marker(number, line)
        if marker == END:
            return [(begin, indent + line) for line in TODO] if given is None else given
        if marker == STUB and given is None:
            given = _given(lines, number)
        elif marker is not None:
            raise _Fault(number, f"{marker} inside the region that begins in line {begin}. Close that one with {END}.")
    raise _Fault(begin, f"this region is never closed. Put {END} after the solution.")


def _given(lines: Iterator[_Line], begin: int) -> list[_Line]:
    """Read the stub's own text, which the solution holds as comments."""
    text: list[_Line] = []
    for number, line in lines:
        if line.strip() == END_STUB:
            return text
        match = re.fullmatch(r"(\s*)#(?: (.*))?", line)
        if match is None or _marker(number, line) is not None:
            raise _Fault(number, f"the text between {STUB} and {END_STUB} is a comment. Begin every line with '# '.")
        text.append((number, match[1] + match[2] if match[2] else ""))
    raise _Fault(begin, f"this stub text is never closed. Put {END_STUB} after it.")


def _check(kept: list[_Line]) -> None:
    """Refuse a stub that a learner could not even import."""
    try:
        tree = ast.parse(_text(kept))
        compile(tree, "<stub>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = min(getattr(error, "lineno", None) or 1, len(kept))
        raise _Fault(kept[line - 1][0], f"the stub does not compile: {error}. Check what the markers cut.") from None
    for line in _raising_on_import(tree):
        raise _Fault(kept[line - 1][0], "the stub would raise when imported. Put the markers inside a function.")


def _raising_on_import(tree: ast.Module | ast.ClassDef) -> Iterator[int]:
    for node in tree.body:
        if isinstance(node, ast.Raise):
            yield node.lineno
        elif isinstance(node, ast.ClassDef):
            yield from _raising_on_import(node)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _text(lines: list[_Line]) -> str:
    return "\n".join(line for _, line in lines)
