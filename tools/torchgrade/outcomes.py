"""How single cases went, as JSON-able data: what workers send and aggregation reads. Never imports torch."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from torchgrade.results import Sample, Series, Verdict
from torchgrade.results_io import series_from_plain


@dataclass(frozen=True)
class CheckInfo:
    """What results need to know about a check.

    `exercise` is its id ("03_activations/softmax"), `name` the test function's, `file` the grader's path
    relative to the course, `line` where the check begins, `speed` that it is about speed.
    """

    exercise: str
    name: str
    title: str
    points: float
    hints: tuple[str, ...]
    file: str
    line: int
    speed: bool = False

    @property
    def id(self) -> str:
        """The check's name in results, "unit/exercise::test_name"."""
        return f"{self.exercise}::{self.name}"


@dataclass(frozen=True)
class Numbers:
    """The figures of a difference in values, as `Evidence` has them."""

    max_abs_error: float | str
    max_rel_error: float | str
    at: tuple[int, ...]
    tolerance: float
    sample: Sample


@dataclass(frozen=True)
class CaseResult:
    """How one case went. `kind` says what differed first ("shape", "nan", "forbidden", ...), `said` its parts."""

    check: str
    case: str
    device: str
    verdict: Verdict
    message: str = ""
    said: tuple[Any, ...] = ()
    kind: str = ""
    numbers: Numbers | None = None
    series: tuple[Series, ...] = ()
    printed: str = ""
    flags: tuple[str, ...] = ()
    duration_s: float = 0.0
    notes: tuple[Any, ...] = ()  # each in parts, as `said`


def to_plain(value: CheckInfo | CaseResult) -> dict[str, Any]:
    """A check's declaration or a case's result as JSON-able data."""
    return asdict(value)


def check_from_plain(data: dict[str, Any]) -> CheckInfo:
    """The declaration that `to_plain` wrote."""
    return CheckInfo(**{**data, "hints": tuple(data["hints"])})


def case_from_plain(data: dict[str, Any]) -> CaseResult:
    """The case result that `to_plain` wrote."""
    numbers = data["numbers"]
    if numbers is not None:
        sample = Sample(**{**numbers["sample"], "shape": tuple(numbers["sample"]["shape"])})
        numbers = Numbers(**{**numbers, "at": tuple(numbers["at"]), "sample": sample})
    series = tuple(series_from_plain(item) for item in data["series"])
    tuples = {name: tuple(data[name]) for name in ("flags", "said", "notes")}
    return CaseResult(**{**data, **tuples, "numbers": numbers, "series": series})
