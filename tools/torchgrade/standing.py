"""How exercises stand over all runs: the data of the progress file, read with refusals. Never imports torch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

VERSION = 1
_NUMBERS = ("points", "max_points", "attempts")


@dataclass(frozen=True)
class Standing:
    """How one exercise stands.

    `verdict`, `points` and `max_points` are those of the best run ("" before any), `attempts` counts runs in which the
    answer had changed, `started`, `green` and `given_up` are times (UTC, ISO 8601; "" before), `rungs` has the highest
    hint rung taken of each check, `answer` is the digest of the file as it was last run.
    """

    verdict: str = ""
    points: float = 0
    max_points: float = 0
    attempts: int = 0
    started: str = ""
    green: str = ""
    given_up: str = ""
    rungs: Mapping[str, int] = field(default_factory=dict)
    answer: str = ""

    @property
    def hints(self) -> int:
        """How many hints were taken."""
        return sum(self.rungs.values())


@dataclass(frozen=True)
class Progress:
    """How every exercise stands, by its id; `note` is a word about a file that had to be set aside."""

    exercises: Mapping[str, Standing] = field(default_factory=dict)
    note: str = ""

    def of(self, exercise: str) -> Standing:
        """How an exercise stands, also one that was never tried."""
        return self.exercises.get(exercise, Standing())

    @property
    def green(self) -> set[str]:
        """The exercises of which the best run was all right."""
        return {name for name, standing in self.exercises.items() if standing.green}


def to_json(progress: Progress) -> str:
    """The progress as strict JSON, what is empty left out."""
    exercises = {
        name: {key: value for key, value in asdict(standing).items() if value}
        for name, standing in sorted(progress.exercises.items())
    }
    return json.dumps({"version": VERSION, "exercises": exercises}, indent=1, allow_nan=False) + "\n"


def from_json(text: str) -> Progress:
    """Read what `to_json` wrote.

    Raises:
        ValueError: the text is no progress, or that of another version.
    """
    data = json.loads(text)
    if not isinstance(data, dict) or data.get("version") != VERSION or not isinstance(data.get("exercises"), dict):
        raise ValueError(f"no progress of version {VERSION}")
    return Progress({name: _standing(value) for name, value in data["exercises"].items()})


def _standing(data: Any) -> Standing:
    if not isinstance(data, dict):
        raise ValueError("an exercise is no table")
    known = {item.name: data[item.name] for item in fields(Standing) if item.name in data}
    for name, value in known.items():
        if not _is_right(name, value):
            raise ValueError(f"{name} cannot be {value!r}")
    return Standing(**known)


def _is_right(name: str, value: Any) -> bool:
    if name == "rungs":
        return isinstance(value, dict) and all(_is_number(rung, int) for rung in value.values())
    if name in _NUMBERS:
        return _is_number(value, int if name == "attempts" else (int, float))
    return isinstance(value, str)


def _is_number(value: Any, kind: Any) -> bool:
    return isinstance(value, kind) and not isinstance(value, bool) and value >= 0
