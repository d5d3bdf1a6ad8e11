"""Figures over a cohort, as pure functions: how hard each check was, how well it tells, what went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import StatisticsError, correlation

from torchgrade.results import Check, Report

# A check with one of these verdicts says nothing about the learner.
_SILENT = frozenset({"not_run", "not_selected", "grader_fault"})


@dataclass(frozen=True)
class Item:
    """One check over a cohort: `difficulty` is the share that passed, of those for whom it ran."""

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


def items(reports: Sequence[Report]) -> list[Item]:
    """One item for each check that occurs, in the order of first sight."""
    found: dict[str, list[tuple[Check, float]]] = {}
    for report in reports:
        score = report.score
        for check in report.checks:
            found.setdefault(check.id, []).append((check, score))
    return [_item(pairs) for pairs in found.values()]


def _item(pairs: Sequence[tuple[Check, float]]) -> Item:
    first = pairs[0][0]
    told = [(check, score) for check, score in pairs if tells(check)]
    ideas = Counter(check.misconception for check, _ in told if check.misconception)
    idea, times = min(ideas.items(), key=lambda pair: (-pair[1], pair[0]), default=(None, 0))
    return Item(
        id=first.id,
        exercise=first.exercise,
        title=first.title,
        max_points=first.max_points,
        hidden=first.visibility == "hidden",
        ran=len(told),
        passed=sum(check.verdict == "passed" for check, _ in told),
        difficulty=pass_rate(check for check, _ in told),
        discrimination=discrimination([check.points for check, _ in told], [score for _, score in told]),
        misconception=idea,
        misconception_count=times,
    )


def misconceptions(reports: Iterable[Report]) -> list[Misconception]:
    """Every named wrong idea, most frequent first; a submission counts once however many checks show it."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for report in reports:
        for check in report.checks:
            if check.misconception:
                found.setdefault((check.exercise, check.misconception), {})[report.submission] = None
    ideas = [Misconception(exercise, sentence, tuple(who)) for (exercise, sentence), who in found.items()]
    return sorted(ideas, key=lambda idea: (-len(idea.submissions), idea.exercise, idea.sentence))


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
