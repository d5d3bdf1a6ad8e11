"""Looks through a text for what would give a solution away: its lines, as far as the stubs lack them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

FEWEST_TOKENS = 5
_TOKEN = re.compile(r"\w+|[^\w\s]")

Line = tuple[str, ...]


def telling_lines(solution: str, stubs: Iterable[str]) -> frozenset[Line]:
    """The lines of a solution, each as its tokens, that are long enough to tell something and stand in no stub."""
    given = {line for stub in stubs for line in _lines(stub)}
    return frozenset(line for line in _lines(solution) if len(line) >= FEWEST_TOKENS and line not in given)


def leaks(text: str, telling: frozenset[Line]) -> list[tuple[int, str]]:
    """Every line of a text that is one of these, with its number."""
    lines = text.splitlines()
    return [(number, lines[number - 1].strip()) for number, line in enumerate(_lines(text), start=1) if line in telling]


def _lines(text: str) -> Iterator[Line]:
    return (tuple(_TOKEN.findall(_code(line))) for line in text.splitlines())


def _code(line: str) -> str:
    """The line without a comment's sign, so that an answer behind one is found too."""
    return line.strip().lstrip("# ")
