"""A course of one exercise, whose files a test changes before it is proven."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from torchgrade.authoring.generate import generate
from torchgrade.authoring.proofs import Subjects
from torchgrade.course import catalogue
from torchgrade.grading.recording import record_graders
from torchgrade.isolation import launch

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def launcher() -> Iterator[launch.Launcher]:
    shared = launch.best_launcher()
    yield shared
    shared.close()


class Kept:
    """A launcher that outlives the proofs which would close it."""

    def __init__(self, launcher: launch.Launcher) -> None:
        self.start = launcher.start

    def close(self) -> None:
        pass


@pytest.fixture
def course(tmp_path: Path, launcher: launch.Launcher, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of relu alone, right in every way."""
    monkeypatch.setattr(launch, "best_launcher", lambda **_: Kept(launcher))
    for place in ("solutions/03_activations/relu.py", "graders/03_activations/test_relu.py"):
        (tmp_path / place).parent.mkdir(parents=True)
        shutil.copy(PROJECT / place, tmp_path / place)
    shutil.copytree(
        PROJECT / "tests/alternatives/03_activations/relu", tmp_path / "tests/alternatives/03_activations/relu"
    )
    generate(tmp_path)
    return tmp_path


@pytest.fixture
def subjects_of(launcher: launch.Launcher) -> Callable[[Path], Subjects]:
    """What a single proof looks at, of the course's one exercise as it is now."""

    def read(course: Path) -> Subjects:
        entry = catalogue(course / "graders")[0]
        cases = record_graders(course / "graders", [entry], ["cpu"], 1).cases
        return Subjects(cases[0].target, cases, [], course, "", course / "exercises" / f"{entry.id}.py", launcher)

    return read
