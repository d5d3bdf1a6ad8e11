"""A course of two small exercises with an assignment, and one warm process for all tests that grade."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from torchgrade.assignment.grading import grade_assignment
from torchgrade.assignment.regrading import regrade
from torchgrade.isolation.launch import Launcher, best_launcher
from torchgrade.results import Report
from torchgrade.results_io import read

GRADER = '''"""{name}."""

import pytest
import torch

from torchgrade import Exercise, check

exercise = Exercise("{name}", reference=lambda x: {factor} * x)


@exercise.misconception("the square")
def square(x):
    return x * x


@check(3, "Add x to itself.")
@pytest.mark.parametrize("size", [1, 3])
def test_values(verify, draw, size):
    """multiplies"""
    verify(draw.normal(size))


@check(1, "Leave x as it is.")
def test_contract(verify, draw):
    """keeps the rules"""
    verify.contract(draw.normal(2))
'''
SOLUTION = '''"""{name}: so many times x."""


def {name}(x):
    """Multiply a tensor."""
    ### BEGIN SOLUTION
    so_many = {factor}
    return so_many * x
    ### END SOLUTION
'''
RIGHT = {"twice": "def twice(x):\n    return 2 * x\n", "thrice": "def thrice(x):\n    return 3 * x\n"}
SQUARE = {"twice": "def twice(x):\n    return x * x\n", "thrice": "def thrice(x):\n    return 3 * x\n"}
ASSIGNMENT = """\
seed = 7
points = 30
hidden = [{hidden}]
{more}

[exercises]
twice = 10
thrice = 20
"""


class Assigned:
    """A course, an assignment of its exercises, and a folder of submissions."""

    def __init__(self, root: Path) -> None:
        self.root, self.graders, self.hand_ins = root, root / "graders", root / "hand-ins"
        self.file, self.out = root / "ps1.toml", root / "ps1" / "graded"
        (root / "pyproject.toml").write_text("[tool.torchgrade]\n", encoding="utf-8")
        for name, factor in (("twice", 2), ("thrice", 3)):
            self.grader(name, factor)
            self.write(root / "solutions" / "01_first" / f"{name}.py", SOLUTION, name, factor)
        self.assign()

    @staticmethod
    def write(path: Path, text: str, name: str, factor: int) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("{name}", name).replace("{factor}", str(factor)), encoding="utf-8")
        return path

    def grader(self, name: str, factor: int, text: str = GRADER) -> Path:
        return self.write(self.graders / "01_first" / f"test_{name}.py", text, name, factor)

    def assign(self, more: str = "", hidden: str = "") -> None:
        self.file.write_text(ASSIGNMENT.format(more=more, hidden=hidden), encoding="utf-8")

    def hand_in(self, student: str, files: dict[str, str]) -> Path:
        folder = self.hand_ins / student
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.py").write_text(text, encoding="utf-8")
        return folder

    def grade(self, **options: object) -> int:
        return grade_assignment(self.file, self.hand_ins, graders=self.graders, **{"jobs": 2, **options})

    def regrade(self, **options: object) -> int:
        return regrade(self.file, self.hand_ins, graders=self.graders, **{"jobs": 2, **options})

    def report(self, student: str) -> Report:
        return read(self.out / "results" / f"{student}.json")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assigned:
    monkeypatch.delenv("TORCHGRADE_COURSE", raising=False)
    return Assigned(tmp_path)


@pytest.fixture
def right() -> dict[str, str]:
    return dict(RIGHT)


@pytest.fixture
def square() -> dict[str, str]:
    return dict(SQUARE)


class Kept:
    """A launcher that outlives each run; starting one costs seconds."""

    def __init__(self) -> None:
        self.launcher = best_launcher()
        self.start = self.launcher.start

    def close(self) -> None:
        """Not yet."""


@pytest.fixture(scope="session")
def _warm() -> Iterator[Launcher]:
    kept = Kept()
    yield kept  # type: ignore[misc]
    kept.launcher.close()


@pytest.fixture
def warm(_warm: Launcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Grading takes the warm process that is there."""
    monkeypatch.setattr("torchgrade.grading.batch.best_launcher", lambda *_: _warm)
