"""Keep the catalogues of exercises beside their graders, and say what a translation still lacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from torchgrade.course import Entry
from torchgrade.language import po, texts
from torchgrade.unit import read_unit

_CODE = re.compile(r"`[^`\n]+`")


@dataclass(frozen=True)
class Catalogue:
    """One PO file: where it lies, and what it must translate."""

    path: Path
    messages: list[po.Message]


def catalogues(course: Path, graders: Path, entries: Sequence[Entry], locale: str) -> Iterator[Catalogue]:
    """The PO files of exercises and of their units."""
    for unit in dict.fromkeys(entry.unit for entry in entries):
        yield Catalogue(graders / unit / f"unit.{locale}{po.SUFFIX}", texts.of_unit(graders / unit))
    for entry in entries:
        solution = course / "solutions" / f"{entry.id}.py"
        path = entry.grader.parent / f"{entry.name}.{locale}{po.SUFFIX}"
        yield Catalogue(path, texts.of_exercise(solution, entry.grader))


def update(catalogue: Catalogue, locale: str) -> bool:
    """Write the file anew where it is not up to date: new texts come empty, those that are gone go.

    Returns:
        Whether anything changed.
    """
    known = po.read(catalogue.path) if catalogue.path.is_file() else {}
    before = catalogue.path.read_bytes() if catalogue.path.is_file() else b""
    po.write(catalogue.path, locale, catalogue.messages, known)
    return catalogue.path.read_bytes() != before


def problems(catalogue: Catalogue) -> Iterator[str]:
    """What is missing or wrong in a translation, one sentence each."""
    if not catalogue.path.is_file():
        yield f"{catalogue.path}: is missing; `torchgrade translate` writes it"
        return
    known = po.read(catalogue.path)
    for message in catalogue.messages:
        if message.text not in known:
            yield f"{catalogue.path}: the {message.what} is not translated"
        elif fault := _fault(message.text, known[message.text]):
            yield f"{catalogue.path}: in the {message.what} {fault}"
    for text in known.keys() - {message.text for message in catalogue.messages}:
        yield f"{catalogue.path}: translates {text[:60]!r}, which is said nowhere; `torchgrade translate` removes it"


def _fault(text: str, translation: str) -> str | None:
    """Code is the same in every language: examples, and words in backticks."""
    if _examples(text) != _examples(translation):
        return "the example differs from the original: keep its code and its output as they are"
    missing = Counter(_CODE.findall(text)) - Counter(_CODE.findall(translation))
    return f"{next(iter(missing))} is missing" if missing else None


def _examples(text: str) -> list[str]:
    """The lines of doctests with their output, which ends with an empty line."""
    lines, inside = [], False
    for line in text.splitlines():
        inside = line.lstrip().startswith(">>>") or (inside and bool(line.strip()))
        if inside:
            lines.append(line.strip())
    return lines


def order_problems(graders: Path, entries: Sequence[Entry]) -> Iterator[str]:
    """unit.toml names each exercise of its unit, and none that is not there."""
    for unit in dict.fromkeys(entry.unit for entry in entries):
        named = set(read_unit(graders / unit).exercises)
        there = {path.stem.removeprefix("test_") for path in (graders / unit).glob("test_*.py")}
        for name in sorted(named ^ there) if named else ():
            wrong = "names an exercise that has no grader" if name in named else "leaves out an exercise"
            yield f"{graders / unit / 'unit.toml'}: {wrong}: {name}"
