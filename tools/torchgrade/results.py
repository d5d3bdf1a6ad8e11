"""The results model: one report per submission, from which every renderer draws.

Nothing here imports torch, so results can be read and rendered on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

SCHEMA_VERSION = 1

Verdict = Literal[
    "passed",
    "failed",
    "not_started",
    "error",
    "timeout",
    "crashed",
    "missing",
    "not_run",
    "not_selected",
    "grader_fault",
]
Visibility = Literal["visible", "hidden"]


@dataclass(frozen=True)
class Sample:
    """Numbers to look at: a slice of what was expected, what came, and their difference.

    `shape` is the shape of the whole tensor; `slice` says which part of it is shown, in torch's
    indexing notation; the three grids are lists of rows, at most 32 x 32, block maxima beyond that.
    Non-finite numbers are the strings "nan", "inf" and "-inf".
    """

    shape: tuple[int, ...]
    slice: str
    expected: list[list[float | str]]
    yours: list[list[float | str]]
    error: list[list[float | str]]


@dataclass(frozen=True)
class Surface:
    """A loss over two coordinates: `values` are rows from low to high y, each from low to high x.

    `box` is (lowest x, highest x, lowest y, highest y).
    """

    box: tuple[float, float, float, float]
    values: list[list[float | str]]


@dataclass(frozen=True)
class Series:
    """Numbers step by step, what was expected beside what came: a curve, or the path of two coordinates.

    `name` says which part of the result they are ("result['loss']"). Of a curve `expected` and `yours` hold one
    number a point, of a path the two numbers whose places in the tensor are `coordinates`. There are at most 200
    points; `every` is how many steps lie between two of them. `surface` is the loss that a path goes down.
    """

    name: str
    kind: Literal["curve", "path"]
    expected: list[Any]
    yours: list[Any]
    every: int = 1
    coordinates: tuple[int, ...] = ()
    surface: Surface | None = None


@dataclass(frozen=True)
class Evidence:
    """What a check saw over its cases.

    `at` is the index of the largest error in the first failing case's tensor; `tolerance` is the absolute
    difference that was allowed there. `not_run` names devices that were not there. `sample` are
    numbers of the first failing case to look at, `series` those of the failing case with the most steps.
    """

    cases: int = 0
    failed: int = 0
    first_failing_case: str | None = None
    max_abs_error: float | str | None = None
    max_rel_error: float | str | None = None
    at: tuple[int, ...] | None = None
    tolerance: float | None = None
    sample: Sample | None = None
    not_run: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()


@dataclass(frozen=True)
class Check:
    """One scored check of one exercise, as it went for one submission.

    `id` is "exercise::test_name", `title` the sentence that the learner reads, `points` what was earned,
    `max_points` what the check is worth, `message` what went wrong in the first failing case (plain text,
    may have several lines), `said` the same message as [template, values], from which other languages make
    theirs, `hint` the first rung of the ladder, `misconception` the named wrong idea, `relation` what
    the wrong numbers have to do with the right ones where no idea is named, in parts as `said`, `notes` what
    is worth knowing and costs nothing, each in such parts, `stdout` what the learner's code printed in that case.
    """

    exercise: str
    id: str
    title: str
    points: float
    max_points: float
    verdict: Verdict
    visibility: Visibility = "visible"
    message: str = ""
    said: tuple[Any, ...] = ()
    hint: str = ""
    misconception: str | None = None
    relation: tuple[Any, ...] = ()
    evidence: Evidence = field(default_factory=Evidence)
    stdout: str = ""
    duration_s: float = 0.0
    file: str = ""
    line: int | None = None
    notes: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Environment:
    """Where the run took place; `isolation` names the layers that held, `time_limit_s` is for one call."""

    python: str = ""
    torch: str = ""
    device: str = "cpu"
    threads: int = 1
    seed: int = 0
    isolation: tuple[str, ...] = ()
    time_limit_s: float | None = None


@dataclass(frozen=True)
class Timing:
    """When the run started (UTC, ISO 8601) and how many seconds it took."""

    started: str = ""
    duration_s: float = 0.0


@dataclass(frozen=True)
class Adjustment:
    """Points given or taken beside the checks: for lateness, or by a person, whose comment it holds."""

    kind: Literal["late", "manual"]
    change: float
    reason: str = ""
    said: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Report:
    """Everything that is known about one submission.

    `status` is "graded", "unreadable" (the submission could not be read: see `message`) or
    "grader_fault" (a check failed by a fault of ours). `flags` are sentences for a human to look at.
    `fingerprints` has, by exercise, a digest of the answer's text that is the same for answers that say the same
    in other names; an answer of few words has none. `graders` has, by exercise, the digest of what graded it.
    `adjustments` are what the score is more or less than the checks' points.
    """

    submission: str
    checks: tuple[Check, ...] = ()
    assignment: str = ""
    attempt: int = 1
    variant: str = ""
    partial: bool = False
    status: str = "graded"
    message: str = ""
    flags: tuple[str, ...] = ()
    environment: Environment = field(default_factory=Environment)
    grader_version: str = ""
    graders_sha256: str = ""
    submission_sha256: str = ""
    fingerprints: dict[str, str] = field(default_factory=dict)
    graders: dict[str, str] = field(default_factory=dict)
    adjustments: tuple[Adjustment, ...] = ()
    timing: Timing = field(default_factory=Timing)
    schema_version: int = SCHEMA_VERSION

    @property
    def earned(self) -> float:
        """Points earned over all checks, before anything was added or taken."""
        return tidy(sum(check.points for check in self.checks))

    @property
    def score(self) -> float:
        """What counts: the points of all checks with every adjustment, and never less than 0."""
        return tidy(max(0.0, sum(check.points for check in self.checks) + sum(a.change for a in self.adjustments)))

    @property
    def max_score(self) -> float:
        """Points that all checks are worth."""
        return tidy(sum(check.max_points for check in self.checks))

    def exercises(self) -> dict[str, tuple[Check, ...]]:
        """The checks grouped by exercise, in their own order."""
        groups: dict[str, list[Check]] = {}
        for check in self.checks:
            groups.setdefault(check.exercise, []).append(check)
        return {name: tuple(checks) for name, checks in groups.items()}


def tidy(points: float) -> float:
    """Points without floating-point dust, as a whole number where they are one."""
    rounded = round(points, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def json_number(value: float) -> float | str:
    """A float as strict JSON allows it: non-finite numbers become "nan", "inf" or "-inf"."""
    if value != value:
        return "nan"
    if value in (float("inf"), float("-inf")):
        return "inf" if value > 0 else "-inf"
    return value


def plain(value: Any) -> Any:
    """A dataclass, tuple or list of the model as JSON-able data (dicts, lists, numbers, strings)."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return json_number(value)
    return value
