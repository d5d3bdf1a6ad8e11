"""A course of two small exercises, and one warm process for all tests that grade."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from torchgrade.isolation.launch import Launcher, best_launcher

GRADER = '''
import pytest
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
RIGHT = "def twice(x):\n    return 2 * x\n\n\ndef thrice(x):\n    return 3 * x\n"
SQUARE = "def twice(x):\n    return x * x\n\n\ndef thrice(x):\n    return 3 * x\n"


class Class:
    """A course, and a folder of submissions beside it."""

    def __init__(self, root: Path) -> None:
        self.root, self.graders, self.hand_ins, self.out = root, root / "graders", root / "class", root / "out"
        self.grader("twice", 2)
        self.grader("thrice", 3)
        self.hand_ins.mkdir()

    def grader(self, name: str, factor: int = 2, text: str = GRADER) -> Path:
        path = self.graders / "01_first" / f"test_{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("{name}", name).replace("{factor}", str(factor)), encoding="utf-8")
        return path

    def hand_in(self, name: str, text: str = RIGHT) -> Path:
        path = self.hand_ins / name
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Class:
    monkeypatch.delenv("TORCHGRADE_COURSE", raising=False)
    return Class(tmp_path)


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
