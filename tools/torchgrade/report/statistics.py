"""Figures over a cohort, as pure functions: how hard each check was, how well it tells, what went wrong."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import fsum
from statistics import StatisticsError, correlation, median, variance

from torchgrade.results import Check, Evidence, Report

# A check with one of these verdicts says nothing about the learner.
_SILENT = frozenset({"not_run", "not_selected", "grader_fault"})


@dataclass(frozen=True)
class Item:
    """One check over a cohort: `difficulty` is the share that passed, of those for whom it ran.

    `seconds` is what it took in the middle of the class.
    """

    id: str
    exercise: str
    title: str
    max_points: float
    hidden: bool
    ran: int
    passed: int
    difficulty: float | None
    discrimination: float | None
    misconception: str | None
    misconception_count: int
    seconds: float | None = None


@dataclass(frozen=True)
class Misconception:
    """A named wrong idea and the submissions that showed it, in their order."""

    exercise: str
    sentence: str
    submissions: tuple[str, ...]


def tells(check: Check) -> bool:
    """Whether this check's verdict says something about the learner."""
    return check.verdict not in _SILENT


def pass_rate(checks: Iterable[Check]) -> float | None:
    """The share of these checks that passed, of those that ran; None if none did."""
    ran = [check for check in checks if tells(check)]
    return sum(check.verdict == "passed" for check in ran) / len(ran) if ran else None


def discrimination(item: Sequence[float], total: Sequence[float]) -> float | None:
    """The corrected item-total correlation: Pearson's r of an item with the rest of the score.

    Args:
        item: points earned on the item, one a submission.
        total: the whole score of the same submissions, the item included.

    Returns:
        r, or None where it is not defined: fewer than three submissions, or no spread on either side.
    """
    if len(item) < 3:
        return None
    rest = [round(whole - part, 6) for part, whole in zip(item, total, strict=True)]
    try:
        return correlation(list(item), rest)
    except StatisticsError:
        return None


@dataclass
class ItemTally:
    """One check while the cohort is read: numbers alone, because a large class has a million checks."""

    first: Check
    ran: int = 0
    passed: int = 0
    points: array[float] = field(default_factory=lambda: array("d"))
    scores: array[float] = field(default_factory=lambda: array("d"))
    seconds: array[float] = field(default_factory=lambda: array("f"))
    ideas: Counter[str] = field(default_factory=Counter)

    def add(self, check: Check, score: float) -> None:
        """Take in how this check went in a submission of this score."""
        if not tells(check):
            return
        self.ran += 1
        self.passed += check.verdict == "passed"
        self.points.append(check.points)
        self.scores.append(score)
        self.seconds.append(check.duration_s)
        if check.misconception:
            self.ideas[check.misconception] += 1

    def item(self) -> Item:
        """The figures of the check."""
        idea, times = min(self.ideas.items(), key=lambda pair: (-pair[1], pair[0]), default=(None, 0))
        return Item(
            id=self.first.id,
            exercise=self.first.exercise,
            title=self.first.title,
            max_points=self.first.max_points,
            hidden=self.first.visibility == "hidden",
            ran=self.ran,
            passed=self.passed,
            difficulty=self.passed / self.ran if self.ran else None,
            discrimination=discrimination(self.points, self.scores),
            misconception=idea,
            misconception_count=times,
            seconds=median(self.seconds) if self.seconds else None,
        )


def tally(tallies: dict[str, ItemTally], report: Report) -> None:
    """Take in the checks of one report; they stay in the order of first sight."""
    score = report.score
    for check in report.checks:
        if check.id not in tallies:
            tallies[check.id] = ItemTally(bare_check(check))
        tallies[check.id].add(check, score)


def bare_check(check: Check) -> Check:
    """The check without what takes memory and no figure is made of."""
    return replace(check, message="", said=(), hint="", stdout="", evidence=Evidence(), relation=())


def items(reports: Iterable[Report]) -> list[Item]:
    """One item for each check that occurs, in the order of first sight."""
    tallies: dict[str, ItemTally] = {}
    for report in reports:
        tally(tallies, report)
    return [found.item() for found in tallies.values()]


def alpha(columns: Sequence[Sequence[float]]) -> float | None:
    """Cronbach's alpha: how far checks measure one thing, 1 at most, and below 0 where they contradict each other.

    k / (k - 1) * (1 - sum of the variances of the checks / variance of their sum)

    Args:
        columns: for each check the points of every submission, in one order.

    Returns:
        alpha, or None where it is not defined: fewer than two checks or three submissions, or no spread.
    """
    if len(columns) < 2 or len(columns[0]) < 3:
        return None
    whole = variance([fsum(row) for row in zip(*columns, strict=True)])
    if whole < 1e-12:
        return None
    return len(columns) / (len(columns) - 1) * (1 - fsum(map(variance, columns)) / whole)


def add_misconceptions(found: dict[tuple[str, str], dict[str, None]], report: Report) -> None:
    """Note the submission for each wrong idea that it showed, once however many checks show it."""
    for check in report.checks:
        if check.misconception:
            found.setdefault((check.exercise, check.misconception), {})[report.submission] = None


def by_frequency(found: Mapping[tuple[str, str], Mapping[str, None]]) -> list[Misconception]:
    """Every named wrong idea, most frequent first."""
    ideas = [Misconception(exercise, sentence, tuple(who)) for (exercise, sentence), who in found.items()]
    return sorted(ideas, key=lambda idea: (-len(idea.submissions), idea.exercise, idea.sentence))


def misconceptions(reports: Iterable[Report]) -> list[Misconception]:
    """Every named wrong idea, most frequent first; a submission counts once however many checks show it."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for report in reports:
        add_misconceptions(found, report)
    return by_frequency(found)


def shares(reports: Iterable[Report]) -> list[float]:
    """Score over maximum of each submission that was graded and could score at all."""
    return [
        report.score / report.max_score for report in reports if report.status != "unreadable" and report.max_score > 0
    ]


def histogram(values: Iterable[float], bins: int = 10) -> list[int]:
    """How many of these shares (0 to 1) lie in each bin of equal width; 1 belongs to the last."""
    counts = [0] * bins
    for value in values:
        # 0.7 * 10 is 7.000000000000001 and 0.29 * 100 is 28.999...: the dust must not choose the bin.
        counts[min(max(int(round(value * bins, 9)), 0), bins - 1)] += 1
    return counts
