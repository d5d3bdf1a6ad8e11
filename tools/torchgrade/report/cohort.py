"""What the cohort page shows, gathered from the reports one at a time, so that a class of any size fits in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import mean, median

from torchgrade.report.attention import attention
from torchgrade.report.likeness import Compared
from torchgrade.report.statistics import (
    Item,
    ItemTally,
    Misconception,
    add_misconceptions,
    alpha,
    bare_check,
    by_frequency,
    histogram,
    tally,
)
from torchgrade.results import Report


@dataclass(frozen=True)
class Row:
    """One submission in the table; `share` is None where nothing could be scored."""

    submission: str
    link: str
    person: str
    status: str
    attempt: int
    score: float
    max_score: float
    share: float | None
    passed: int
    checks: int
    ideas: int
    seconds: float
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Twins:
    """Submissions whose answers to an exercise say the same in other names."""

    exercise: str
    submissions: tuple[str, ...]


@dataclass(frozen=True)
class Attendance:
    """A roster beside the submissions: people by id, ids that occur twice, and who is missing or unknown."""

    people: Mapping[str, str]
    duplicates: tuple[str, ...] = ()

    def missing(self, submissions: Iterable[str]) -> list[str]:
        """Ids without a submission, in the roster's order."""
        there = set(map(str.casefold, submissions))
        return [person for person in self.people if person.casefold() not in there]

    def unknown(self, submissions: Iterable[str]) -> list[str]:
        """Submissions of nobody on the roster."""
        known = set(map(str.casefold, self.people))
        return [name for name in submissions if name.casefold() not in known]


@dataclass(frozen=True)
class Cohort:
    """Everything on the cohort page; `columns` names those of the table's that are worth showing."""

    assignments: tuple[str, ...]
    rows: tuple[Row, ...]
    statuses: Mapping[str, int]
    full_marks: int
    mean: float | None
    median: float | None
    alpha: float | None
    bars: tuple[int, ...]
    items: tuple[Item, ...]
    misconceptions: tuple[Misconception, ...]
    twins: tuple[Twins, ...]
    compared: tuple[Compared, ...]
    columns: frozenset[str]
    seconds: float | None
    people: Mapping[str, str]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    duplicates: tuple[str, ...]


@dataclass
class Gathering:
    """The cohort while it is read; of each report a row and some numbers are kept."""

    roster: Attendance | None = None
    compared: Sequence[Compared] = ()
    rows: list[Row] = field(default_factory=list)
    _assignments: dict[str, None] = field(default_factory=dict)
    _tallies: dict[str, ItemTally] = field(default_factory=dict)
    _ideas: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)
    _digests: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)

    def add(self, report: Report, link: str = "") -> None:
        """Take in one report; `link` leads to its page."""
        if report.assignment:
            self._assignments[report.assignment] = None
        person = self.roster.people.get(report.submission, "") if self.roster else ""
        self.rows.append(_row(report, link, person))
        tally(self._tallies, report)
        add_misconceptions(self._ideas, report)
        for exercise, digest in report.fingerprints.items():
            self._digests.setdefault((exercise, digest), {})[report.submission] = None

    def cohort(self) -> Cohort:
        """The page's content, from all that was taken in."""
        shares = [row.share for row in self.rows if row.share is not None]
        names = [row.submission for row in self.rows]
        times = [row.seconds for row in self.rows if row.seconds]
        return Cohort(
            assignments=tuple(self._assignments),
            rows=tuple(self.rows),
            statuses=Counter(row.status for row in self.rows),
            full_marks=sum(share == 1 for share in shares),
            mean=mean(shares) if shares else None,
            median=median(shares) if shares else None,
            alpha=alpha(self._whole_columns()),
            bars=tuple(histogram(shares)),
            items=tuple(found.item() for found in self._tallies.values()),
            misconceptions=tuple(by_frequency(self._ideas)),
            twins=tuple(self._twins()),
            compared=tuple(self.compared),
            columns=frozenset(_columns(self.rows)),
            seconds=median(times) if times else None,
            people=self.roster.people if self.roster else {},
            missing=tuple(self.roster.missing(names)) if self.roster else (),
            unknown=tuple(self.roster.unknown(names)) if self.roster else (),
            duplicates=self.roster.duplicates if self.roster else (),
        )

    def _whole_columns(self) -> list[Sequence[float]]:
        """The points of each check that tells something of every submission that any check does."""
        most = max((found.ran for found in self._tallies.values()), default=0)
        return [found.points for found in self._tallies.values() if found.ran == most and found.first.max_points > 0]

    def _twins(self) -> Iterator[Twins]:
        """Groups of equal answers, the largest first."""
        groups = [Twins(exercise, tuple(who)) for (exercise, _), who in self._digests.items() if len(who) > 1]
        return iter(sorted(groups, key=lambda group: (-len(group.submissions), group.exercise, group.submissions)))


def bare(report: Report) -> Report:
    """The report without what takes memory and the cohort page does not show."""
    return replace(report, checks=tuple(map(bare_check, report.checks)))


def cohort(reports: Iterable[Report], links: Mapping[str, str]) -> Cohort:
    """The page's content; `links` leads from a submission's name to its page."""
    gathering = Gathering()
    for report in reports:
        gathering.add(report, links.get(report.submission, ""))
    return gathering.cohort()


def _columns(rows: Sequence[Row]) -> Iterator[str]:
    """The columns that tell submissions apart; one with the same in every row only takes room."""
    if any(row.person for row in rows):
        yield "person"
    if len({row.status for row in rows}) > 1:
        yield "status"
    if len({row.attempt for row in rows}) > 1:
        yield "attempt"
    if any(row.ideas for row in rows):
        yield "ideas"
    if any(row.flags for row in rows):
        yield "flags"
    if any(row.seconds for row in rows):
        yield "time"


def _row(report: Report, link: str, person: str) -> Row:
    scored = report.status != "unreadable" and report.max_score > 0
    return Row(
        submission=report.submission,
        link=link,
        person=person,
        status=report.status,
        attempt=report.attempt,
        score=report.score,
        max_score=report.max_score,
        share=report.score / report.max_score if scored else None,
        passed=sum(check.verdict == "passed" for check in report.checks),
        checks=len(report.checks),
        ideas=len({(check.exercise, check.misconception) for check in report.checks if check.misconception}),
        seconds=report.timing.duration_s,
        flags=tuple(attention(report)),
    )
