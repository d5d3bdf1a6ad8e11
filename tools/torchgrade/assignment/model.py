"""An assignment as its TOML file describes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from torchgrade.course import Entry

Counts = Literal["latest", "best"]


@dataclass(frozen=True)
class Late:
    """What lateness costs: percent of the score for each day begun, after days that are free, and up to a last day."""

    days: int = 0
    free: int = 0
    percent: float = 0.0

    def share(self, days: int) -> float:
        """Which share of its score a hand-in loses that is so many days late: after the last day, all of it."""
        if days > self.days:
            return 1.0
        return min(1.0, max(0, days - self.free) * self.percent / 100)


@dataclass(frozen=True)
class Assignment:
    """Exercises with their weights, and the rules by which they are handed in.

    Args:
        path: the file that says so.
        name: what it is called, also as a folder.
        entries: its exercises, in catalogue order.
        weights: by exercise ("unit/name") the points that it is worth here.
        title: what students read above it.
        language: what students are spoken to in, "en" or "zh".
        seed: what inputs are drawn from; None has one drawn when the first submission is graded.
        variants: whether every student's inputs are drawn anew.
        speed: whether checks about speed are run and count.
        opens: when it is handed out.
        due: until when it is handed in.
        attempts: how many hand-ins count, 0 for any number.
        counts: which of them: the latest in time, or the best.
        late: what lateness costs.
        hidden: ids of checks ("unit/name::test") that students do not see.
        files: patterns of the files to collect.
        similar: by exercise from how many percent on answers are told of as nearly the same.
    """

    path: Path
    name: str
    entries: tuple[Entry, ...]
    weights: dict[str, float]
    title: str = ""
    language: str = "en"
    seed: int | None = None
    variants: bool = False
    speed: bool = False
    opens: datetime | None = None
    due: datetime | None = None
    attempts: int = 0
    counts: Counts = "latest"
    late: Late = field(default_factory=Late)
    hidden: frozenset[str] = frozenset()
    files: tuple[str, ...] = ("*.py",)
    similar: dict[str, float] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where what belongs to it lies unless something else is said: beside its file, under its name."""
        return self.path.parent / self.name

    @property
    def collected(self) -> Path:
        """Where submissions are collected."""
        return self.folder / "collected"

    @property
    def graded(self) -> Path:
        """Where results go."""
        return self.folder / "graded"

    @property
    def points(self) -> float:
        """What all exercises are worth together."""
        return sum(self.weights.values())
