"""The files of a release: stubs, graders with their numbers, texts in Chinese, and what makes it a course."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from torchgrade.assignment.model import Assignment
from torchgrade.authoring.generate import MANIFEST, checksum
from torchgrade.authoring.localized import localized
from torchgrade.authoring.stub import cut_stub
from torchgrade.course import Entry
from torchgrade.errors import BadInput
from torchgrade.grader_text import read_checks
from torchgrade.language import po
from torchgrade.recorded import RecordedCase
from torchgrade.release.grader_source import Grader
from torchgrade.release.leaks import Line, telling_lines
from torchgrade.release.observations import write_observations
from torchgrade.replayed import SUFFIX
from torchgrade.results_io import write_text
from torchgrade.unit import FILE as UNIT

_PROJECT = """\
# This table marks the root of a course, in which exercises/ and graders/ lie.
[tool.torchgrade]
language = "{language}"

[tool.pytest.ini_options]
testpaths = ["graders"]
addopts = "-p torchgrade.plugin --import-mode=importlib"
"""


def stubs_of(assignment: Assignment, solutions: Path) -> dict[str, str]:
    """The stub of each exercise, by its id, in English.

    Raises:
        BadInput: a solution is missing.
    """
    return {entry.id: cut_stub(_read(solutions / f"{entry.id}.py"), entry.id) for entry in assignment.entries}


def telling(assignment: Assignment, solutions: Path, stubs: Mapping[str, str]) -> frozenset[Line]:
    """Every line of a solution that no stub shows: none of them may be in a release."""
    found: frozenset[Line] = frozenset()
    for entry in assignment.entries:
        found |= telling_lines(_read(solutions / f"{entry.id}.py"), stubs.values())
    return found


def write_stubs(root: Path, stubs: Mapping[str, str], graders: Path) -> None:
    """Write exercises/ in the language spoken now, with the list that tells a stub from an answer."""
    checksums = {}
    for exercise, stub in stubs.items():
        text = localized(stub, exercise, graders)
        write_text(root / "exercises" / f"{exercise}.py", text)
        checksums[f"{exercise}.py"] = checksum(text.encode())
    write_text(root / "exercises" / MANIFEST, json.dumps(checksums, indent=1, sort_keys=True) + "\n")


def write_grader(
    root: Path, entry: Entry, cases: Sequence[RecordedCase], hidden: Sequence[str], secret: frozenset[Line], seed: int
) -> None:
    """Write one grader without its answers, and beside it the numbers that stand for them."""
    folder = root / "graders" / entry.unit
    ids: dict[str, list[str]] = {}
    for case in cases:
        ids.setdefault(case.check.name, []).append(case.id)
    text = Grader(entry.grader.read_text(encoding="utf-8"), secret, hidden).released(ids)
    write_text(folder / entry.grader.name, text)
    write_observations(folder / f"{entry.name}{SUFFIX}", cases, seed)
    for data in entry.files[1:]:
        write_text(folder / data.name, data.read_text(encoding="utf-8"))
    _write_texts(folder, entry, hidden)


def write_unit(root: Path, folder: Path) -> None:
    """Write what a unit says of itself."""
    for path in (folder / UNIT, *folder.glob(f"unit.*{po.SUFFIX}")):
        if path.is_file():
            write_text(root / "graders" / folder.name / path.name, path.read_text(encoding="utf-8"))


def write_project(root: Path, language: str, wheel: Path) -> None:
    """Write what makes the folder a course, and what has to be installed for it."""
    write_text(root / "pyproject.toml", _PROJECT.format(language=language))
    version = ".".join(torch.__version__.partition("+")[0].split(".")[:2])
    write_text(root / "requirements.txt", f"./{wheel.relative_to(root).as_posix()}\ntorch=={version}.*\n")


def _write_texts(folder: Path, entry: Entry, hidden: Sequence[str]) -> None:
    """Write the exercise's translations but for what only hidden checks say."""
    checks = read_checks(entry.grader)
    shown = {text for check in checks if check.name not in hidden for text in (check.title, *check.hints)}
    gone = {text for check in checks if check.name in hidden for text in (check.title, *check.hints)} - shown
    for path in entry.grader.parent.glob(f"{entry.name}.*{po.SUFFIX}"):
        known = po.read(path)
        messages = [po.Message(text, "") for text in known if " ".join(text.split()) not in gone]
        po.write(folder / path.name, path.name.split(".")[1], messages, known)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read ({error}). A release needs the course's solutions.") from None
