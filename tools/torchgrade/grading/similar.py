"""Answers of a class that are nearly the same, for the exercises that an instructor names: evidence, and never a score.

What is compared is kept in memory alone, each token as one character; results and pages hold names and percents.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from pathlib import Path
from typing import Any

from torchgrade.course import Entry, select
from torchgrade.errors import BadInput
from torchgrade.grading.fingerprint import answers, own_tokens
from torchgrade.grading.recording import Recording
from torchgrade.report.likeness import HIGHEST, LOWEST, USUAL, Compared, Pair
from torchgrade.submission import Submission, read_submission

MOST_PAIRS = 200  # of an exercise are kept: who sees more has asked for too low a percentage
_LONGEST = 5_000  # tokens of an answer that are looked at
_BLOCK = 256  # answers against all others at a time: a large class makes no matrix of its square
_NAME = "v"


def asked_for(said: str, entries: Sequence[Entry]) -> dict[str, float]:
    """The exercises of "conv2d=90, adam", each with the percentage from which on answers count as nearly the same.

    Raises:
        BadInput: there is no such exercise, or the percentage is none.
    """
    asked: dict[str, float] = {}
    for item in filter(None, map(str.strip, said.split(","))):
        name, _, percent = map(str.strip, item.partition("="))
        asked |= dict.fromkeys((entry.id for entry in select(entries, [name])), _percent(name, percent))
    return asked


def _percent(name: str, said: str) -> float:
    try:
        percent = float(said) if said else USUAL
    except ValueError:
        percent = -1.0
    if not LOWEST <= percent <= HIGHEST:
        raise BadInput(f"--similar {name}={said}: give a percentage from {LOWEST:g} to {HIGHEST:g}, as in {name}=90.")
    return percent


def compared(
    recording: Recording,
    submissions: Iterable[tuple[str, Path]],
    asked: Mapping[str, float],
    jobs: int,
    owner: Callable[[str], str] = str,
) -> list[Compared]:
    """What comparing the answers of a class shows, in the order of the exercises.

    Args:
        recording: the graders, which know which file answers what.
        submissions: name and path; those that cannot be read answer nothing.
        asked: by exercise the percentage from which on answers count as nearly the same.
        jobs: how many threads compare.
        owner: whose a submission is; two of one student are not compared.

    Raises:
        BadInput: RapidFuzz is not there.
    """
    classes = {exercise: Answers() for exercise in asked}
    for name, path in submissions if asked else ():
        for exercise, source, stub in answers(recording, _read(name, path)):
            if exercise in classes:
                classes[exercise].add(name, source, stub)
    return [one.compared(exercise, asked[exercise], jobs, owner) for exercise, one in sorted(classes.items())]


def _read(name: str, path: Path) -> Submission:
    try:
        return read_submission(path, name)
    except Exception:  # grading has said what is wrong with it
        return Submission(name, {})


@dataclass
class Answers:
    """The answers of a class to one exercise: who wrote each, by a text that has one character for each token."""

    authors: dict[str, list[str]] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)

    def add(self, author: str, source: str, stub: str = "") -> None:
        """Take in an answer, unless it is too short to tell anything."""
        tokens, bound = own_tokens(source, stub)
        if tokens:
            own = bound | _named(source)
            letters = (self._letter(_NAME if token in own else token) for token in tokens[:_LONGEST])
            self.authors.setdefault("".join(letters), []).append(author)

    def _letter(self, token: str) -> str:
        return self.letters.setdefault(token, chr(len(self.letters) + 1))

    def compared(self, exercise: str, least: float, jobs: int, owner: Callable[[str], str]) -> Compared:
        """The pairs that are alike to at least so many percent, the most alike first."""
        found: list[Pair] = []
        number = 0
        for pair in self._pairs(least, jobs):
            if len({owner(author) for author in (*pair.one, *pair.other)}) > 1:
                number += 1
                found.append(pair)
            if len(found) > 4 * MOST_PAIRS:
                found = _best(found)
        found = _best(found)
        return Compared(exercise, least, sum(map(len, self.authors.values())), tuple(found), number - len(found))

    def _pairs(self, least: float, jobs: int) -> Iterator[Pair]:
        authors = [tuple(names) for names in self.authors.values()]
        yield from (Pair(100.0, names, ()) for names in authors if len(names) > 1)
        for one, other, percent in _alike(list(self.authors), least, jobs):
            yield Pair(floor(10 * percent) / 10, authors[one], authors[other])


def _alike(texts: Sequence[str], least: float, jobs: int) -> Iterator[tuple[int, int, float]]:
    """The places of every two texts that are alike, with their likeness in percent."""
    process, ratio = rapidfuzz()
    for start in range(0, len(texts), _BLOCK):
        rest = texts[start:]
        matrix = process.cdist(rest[:_BLOCK], rest, scorer=ratio, score_cutoff=least, workers=jobs)
        for row, column in zip(*matrix.nonzero(), strict=True):
            if column > row:
                yield start + int(row), start + int(column), float(matrix[row, column])


def rapidfuzz() -> tuple[Any, Any]:
    """RapidFuzz's comparison of many with many, and the share that two sequences have in common, in their order.

    Raises:
        BadInput: it is not installed.
    """
    try:
        from rapidfuzz import fuzz, process
    except ImportError:
        raise BadInput("comparing answers needs RapidFuzz: pip install 'torchgrade[similar]'.") from None
    return process, fuzz.ratio


def _best(pairs: list[Pair]) -> list[Pair]:
    return sorted(pairs, key=lambda pair: (-pair.percent, pair.one, pair.other))[:MOST_PAIRS]


def _named(source: str) -> set[str]:
    """The names that an answer makes beside its variables: of functions, classes, imports and attributes."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            names.add(node.attr)
        elif isinstance(node, ast.alias):
            names.add(node.asname or "")
    return names
