"""A digest of what an answer says, whatever it calls its variables: equal for answers that were copied.

What the stub gave is left out, and a short answer has no digest: honest five-line softmaxes coincide.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from torchgrade.authoring.stub import cut_stub
from torchgrade.errors import CatalogueError
from torchgrade.grading.recording import Recording
from torchgrade.submission import Submission, answer_for

FEWEST_TOKENS = 60
_MOST_EXERCISES = 1_000
_TOKEN = re.compile(r"\w+|[^\w\s]")


def fingerprints(recording: Recording, submission: Submission) -> dict[str, str]:
    """The digest of each answer that is long enough to have one, by exercise."""
    digests = {exercise: fingerprint(source, stub) for exercise, source, stub in answers(recording, submission)}
    return {exercise: digest for exercise, digest in digests.items() if digest}


def answers(recording: Recording, submission: Submission) -> Iterator[tuple[str, str, str]]:
    """Each exercise that a submission answers, with the file that does and with what was given."""
    exercises = {case.target.id: case.target.exercise.names for case in recording.cases}
    for exercise, names in exercises.items():
        others = [entry.name for entry in recording.entries if entry.id != exercise]
        path = answer_for(submission, exercise, names, others).path
        if path:
            yield exercise, submission.files[path], stub_of(recording.graders, exercise)


def fingerprint(source: str, stub: str = "") -> str:
    """The digest of a text beyond its stub, "" where that is short or does not parse."""
    tokens, bound = own_tokens(source, stub)
    if not tokens:
        return ""
    return hashlib.sha256(" ".join(_renamed(tokens, bound)).encode()).hexdigest()[:16]


def own_tokens(source: str, stub: str = "") -> tuple[list[str], frozenset[str]]:
    """The tokens of a text beyond its stub, none where these are few or it does not parse, and the names it binds."""
    said = Counter(_given(stub))
    lines, bound = _lines(source)
    own = []
    for line in lines:
        given = _without_arguments(line)
        if said[given]:
            said[given] -= 1
        else:
            own.append(line)
    tokens = _TOKEN.findall("\n".join(own))
    return (tokens if len(tokens) > FEWEST_TOKENS else []), bound


@lru_cache(maxsize=_MOST_EXERCISES)
def stub_of(graders: Path, exercise: str) -> str:
    """What learners were given, cut from the solution if that lies beside the graders; "" where nothing is there."""
    solution, given = (graders.parent / folder / f"{exercise}.py" for folder in ("solutions", "exercises"))
    try:
        return cut_stub(solution.read_text(encoding="utf-8")) if solution.is_file() else given.read_text("utf-8")
    except (OSError, UnicodeDecodeError, CatalogueError):
        return ""


@lru_cache(maxsize=_MOST_EXERCISES)
def _given(stub: str) -> tuple[str, ...]:
    """The lines of a stub as they are looked for in answers: the same for a whole class."""
    return tuple(map(_without_arguments, _lines(stub)[0]))


def _lines(source: str) -> tuple[list[str], frozenset[str]]:
    """The lines of a text without comments, docstrings and annotations, and the names that it binds itself."""
    try:
        tree = ast.parse(source)
        bound = _lay_bare(tree)
        lines = ast.unparse(tree).splitlines()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [], frozenset()
    return [line.strip() for line in lines if line.strip()], bound


def _without_arguments(line: str) -> str:
    """A line as it is compared with the stub's: a learner may call the arguments otherwise."""
    return line.partition("(")[0] if line.startswith("def ") else line


def _renamed(tokens: list[str], bound: frozenset[str]) -> list[str]:
    """The tokens with each bound name replaced by its place in the order of first sight."""
    numbers: Mapping[str, int] = {
        name: number for number, name in enumerate(dict.fromkeys(token for token in tokens if token in bound))
    }
    return [f"v{numbers[token]}" if token in numbers else token for token in tokens]


def _lay_bare(tree: ast.AST) -> frozenset[str]:
    """Take away what changes nothing that a program does; return the names that it binds.

    One walk does both: every answer of a class comes by here.
    """
    bound: set[str] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        kind = type(node)
        if kind is ast.Name:
            bound.update((node.id,) if type(node.ctx) is ast.Store else ())  # type: ignore[attr-defined]
            continue
        if kind is ast.arg:
            bound.add(node.arg)  # type: ignore[attr-defined]
            node.annotation = None  # type: ignore[attr-defined]
            continue
        if kind is ast.FunctionDef:
            node.returns = None  # type: ignore[attr-defined]
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, ast.AST):
                waiting.append(value)
            elif type(value) is list:
                waiting += [item.target for item in value if type(item) is ast.AnnAssign]
                value[:] = map(_bare, value)
                waiting += [item for item in value if isinstance(item, ast.AST)]
    return frozenset(bound)


def _bare(node: Any) -> Any:
    """A statement without what only people read: a docstring, a comment in quotes, the annotation of a variable."""
    if type(node) is ast.Expr and type(node.value) is ast.Constant and type(node.value.value) is str:
        return ast.copy_location(ast.Pass(), node)
    if type(node) is not ast.AnnAssign:
        return node
    return ast.copy_location(ast.Assign([node.target], node.value) if node.value else ast.Pass(), node)
