"""The corpora: files of cells, each cell one way to answer an exercise, and the graders to hold them against.

A cell begins with `# %% way: what it does`; a cell `# %% + name.py` after it is a sibling module of the same answer.
The file is named after the exercise; where one would be too long, `__` and a word follow.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from torchgrade.aggregate import CheckCases, flags_of, to_check
from torchgrade.course import catalogue
from torchgrade.examiner import Examiner, LocalAnswer
from torchgrade.grading.recording import record_graders
from torchgrade.outcomes import CaseResult
from torchgrade.recorded import RecordedCase
from torchgrade.results import Check
from torchgrade.submission import Submission

HERE = Path(__file__).parent
GRADERS = HERE.parents[1] / "graders"
_CELL = re.compile(r"^# %% (.+)\n", re.MULTILINE)


@dataclass(frozen=True)
class Way:
    """One answer of a corpus: the exercise, what the way is called, what it does, and its files."""

    exercise: str
    name: str
    sentence: str
    files: dict[str, str]

    def __str__(self) -> str:
        return f"{self.exercise}-{self.name}"


def ways(corpus: str) -> list[Way]:
    """Every cell of the files in a corpus's folder."""
    return [way for path in sorted((HERE / corpus).glob("*.py")) for way in _cells(path)]


def _cells(path: Path) -> list[Way]:
    exercise = path.stem.partition("__")[0]
    parts = _CELL.split(path.read_text(encoding="utf-8"))[1:]
    found: list[Way] = []
    for head, text in zip(parts[::2], parts[1::2], strict=True):
        if head.startswith("+ "):
            found[-1].files[head.removeprefix("+ ")] = text
        else:
            name, _, sentence = head.partition(": ")
            found.append(Way(exercise, name, sentence, {f"{exercise}.py": text}))
    return found


@dataclass(frozen=True)
class Outcome:
    """What became of an answer: its checks and what a human is told."""

    checks: list[Check]
    results: list[CaseResult]
    flags: tuple[str, ...]

    @property
    def points(self) -> float:
        """What it earned."""
        return sum(check.points for check in self.checks)


class Course:
    """All graders, recorded once, in which every case looks for forbidden operations."""

    def __init__(self) -> None:
        self.recording = record_graders(GRADERS, catalogue(GRADERS), ("cpu",), 7)
        for case in self.recording.cases:
            case.watched = True
        self.names = [entry.name for entry in self.recording.entries]

    def cases(self, exercise: str) -> list[RecordedCase]:
        """An exercise's cases."""
        return [case for case in self.recording.cases if case.target.id.endswith(f"/{exercise}")]

    def grade(self, way: Way, forbidding: bool = True) -> Outcome:
        """Hold an answer against its exercise, or against the same exercise in which nothing is forbidden."""
        examiner = Examiner(Submission(str(way), way.files), self.names)
        checks: dict[str, CheckCases] = {}
        for case in self.cases(way.exercise):
            result = examiner.play(case if forbidding else _permissive(case)).result
            checks.setdefault(case.check.id, CheckCases(case.check)).results.append(result)
        for answer in examiner._answers.values():
            if isinstance(answer, LocalAnswer):
                answer.answer.close()
        results = [result for cases in checks.values() for result in cases.results]
        return Outcome([to_check(cases) for cases in checks.values()], results, flags_of(checks))


def _permissive(case: RecordedCase) -> RecordedCase:
    """The same case of the same exercise, in which nothing is forbidden."""
    free = copy(case.target.exercise)
    free.forbidden = ()
    return replace(case, watched=False, target=replace(case.target, exercise=free))


@pytest.fixture(scope="session")
def course() -> Course:
    """The graders, recorded once for both corpora."""
    return Course()
