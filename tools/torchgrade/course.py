"""Where a course lies on disk, and which exercises its graders hold. Never imports torch."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from torchgrade.errors import BadInput
from torchgrade.language.speaking import _
from torchgrade.unit import read_unit

MARK = re.compile(r"^\[tool\.torchgrade\]\s*(#.*)?$", re.MULTILINE)


@dataclass(frozen=True)
class Course:
    """A folder with a pyproject.toml that has a [tool.torchgrade] table."""

    root: Path

    @property
    def exercises(self) -> Path:
        """The stubs that learners edit."""
        return self.root / "exercises"

    @property
    def solutions(self) -> Path:
        """The sources of the stubs."""
        return self.root / "solutions"

    @property
    def graders(self) -> Path:
        """The graders."""
        return self.root / "graders"


@dataclass(frozen=True)
class Entry:
    """One exercise of a catalogue: its unit, its name and its grader."""

    unit: str
    name: str
    grader: Path

    @property
    def id(self) -> str:
        """The exercise's full name, "unit/name"."""
        return f"{self.unit}/{self.name}"

    @property
    def files(self) -> tuple[Path, ...]:
        """The grader and the data beside it that it reads."""
        data = self.grader.with_name(f"{self.name}.samples.json")
        return (self.grader, data) if data.is_file() else (self.grader,)


def find_course(start: Path | None = None) -> Course | None:
    """The course that $TORCHGRADE_COURSE names, else the nearest folder upwards that is marked as one."""
    named = os.environ.get("TORCHGRADE_COURSE")
    if named and start is None:
        return Course(Path(named).resolve())
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if is_course(folder):
            return Course(folder)
    return None


def is_course(folder: Path) -> bool:
    """Whether a folder's pyproject.toml has the [tool.torchgrade] table."""
    try:
        return bool(MARK.search((folder / "pyproject.toml").read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError):
        return False


def find_graders(named: Path | None) -> Path:
    """The graders folder: the one named, else that of the course one stands in.

    Raises:
        BadInput: there is none, or it holds no grader.
    """
    if named is None:
        course = find_course()
        if course is None:
            raise BadInput(
                _(
                    "no graders to be found from {folder}: no folder upwards has a pyproject.toml with a "
                    "[tool.torchgrade] table. Go to your course's folder, or name the graders with --graders DIR.",
                    folder=Path.cwd(),
                )
            )
        named = course.graders
    if not named.is_dir():
        raise BadInput(
            _("{folder}: no such folder. Name the folder that holds the graders with --graders DIR.", folder=named)
        )
    if not catalogue(named):
        raise BadInput(
            _("{folder}: holds no grader (UNIT/test_NAME.py). Name another folder with --graders DIR.", folder=named)
        )
    return named.resolve()


def catalogue(graders: Path) -> list[Entry]:
    """Every exercise that has a grader, by unit, and within a unit in the order of its unit.toml."""
    entries = [
        Entry(path.parent.name, path.stem.removeprefix("test_"), path) for path in sorted(graders.glob("*/test_*.py"))
    ]
    order = {unit: read_unit(graders / unit).exercises for unit in {entry.unit for entry in entries}}
    return sorted(entries, key=lambda entry: (entry.unit, _place(entry.name, order[entry.unit])))


def _place(name: str, order: Sequence[str]) -> int:
    """Where an exercise stands in its unit; those that unit.toml does not name come last."""
    return order.index(name) if name in order else len(order)


def select(entries: Sequence[Entry], names: Iterable[str]) -> list[Entry]:
    """The entries that names ask for, in catalogue order: "softmax", "03_activations/softmax" or a unit.

    Raises:
        BadInput: a name fits nothing; the nearest is suggested.
    """
    wanted: set[str] = set()
    for name in names:
        found = [entry.id for entry in entries if _fits(entry, name)]
        if not found:
            near = suggestion(name, entries)
            raise BadInput(_("no exercise is called '{name}'. {suggestion}", name=name, suggestion=near))
        wanted |= set(found)
    return [entry for entry in entries if entry.id in wanted]


def find(entries: Sequence[Entry], name: str) -> Entry:
    """The one exercise of a name.

    Raises:
        BadInput: none has it, or a unit was named.
    """
    found = select(entries, [name])
    if len(found) > 1:
        names = ", ".join(entry.id for entry in found)
        raise BadInput(_("'{name}' names several exercises: {names}. Choose one.", name=name, names=names))
    return found[0]


def suggestion(name: str, entries: Sequence[Entry]) -> str:
    """A sentence with the names nearest to a mistaken one, or how to list them all."""
    known = {entry.name.lower(): entry.name for entry in entries} | {entry.id.lower(): entry.id for entry in entries}
    near = difflib.get_close_matches(name.lower(), known, n=3, cutoff=0.5)
    words = list(dict.fromkeys(known[word].rpartition("/")[2] for word in near))
    if not words:
        return _("`torchgrade list --all` shows all exercises.")
    return _("Did you mean {names}?", names=_(" or ").join(words))


def _fits(entry: Entry, name: str) -> bool:
    wanted = name.strip().strip("/").lower().removesuffix(".py")
    return wanted in (entry.name.lower(), entry.id.lower(), entry.unit.lower())
