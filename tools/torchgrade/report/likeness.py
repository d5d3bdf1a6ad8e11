"""Answers that are nearly the same, as found for the exercises that an instructor named; kept beside the results."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from torchgrade.errors import BadInput
from torchgrade.results import plain
from torchgrade.results_io import write_text

FILE = "similar.json"
USUAL, LOWEST, HIGHEST = 90.0, 50.0, 100.0  # percent from which on answers are told of
_VERSION = 1


@dataclass(frozen=True)
class Pair:
    """Two answers, how much of them is alike in percent, and who handed in each: several where they say the same."""

    percent: float
    one: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """What comparing the answers to one exercise found.

    Args:
        exercise: its id.
        least: from how many percent on two answers are told of.
        answers: how many were long enough to be compared.
        pairs: the most alike first.
        more: how many pairs there were beyond these.
    """

    exercise: str
    least: float
    answers: int
    pairs: tuple[Pair, ...] = ()
    more: int = 0


def write_compared(out: Path, found: Sequence[Compared]) -> None:
    """Keep what was found beside the results; nothing is kept of a run that compared nothing."""
    if found:
        data = {"schema_version": _VERSION, "exercises": [plain(one) for one in found]}
        write_text(out / FILE, json.dumps(data, indent=1, ensure_ascii=False) + "\n")
    else:
        (out / FILE).unlink(missing_ok=True)


def read_compared(out: Path) -> tuple[Compared, ...]:
    """What was found and kept beside results; nothing where nothing was compared.

    Raises:
        BadInput: the file is not what `write_compared` writes.
    """
    file = out / FILE
    if not file.is_file():
        return ()
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if data["schema_version"] != _VERSION:
            raise ValueError(f"it is of version {data['schema_version']}, not {_VERSION}")
        return tuple(map(_compared, data["exercises"]))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise BadInput(f"{file}: cannot be used ({error}). Delete it, or grade again to write it anew.") from None


def renamed(found: Compared, names: Mapping[str, str]) -> Compared:
    """The same of those submissions alone that have a name here, under it."""

    def known(authors: Sequence[str]) -> tuple[str, ...]:
        return tuple(names[author] for author in authors if author in names)

    pairs = [(pair, Pair(pair.percent, known(pair.one), known(pair.other))) for pair in found.pairs]
    whole = (now for before, now in pairs if now.one and bool(now.other) == bool(before.other))
    return replace(found, pairs=tuple(pair for pair in whole if len({*pair.one, *pair.other}) > 1))


def _compared(data: dict[str, Any]) -> Compared:
    pairs = (
        Pair(float(one["percent"]), tuple(map(str, one["one"])), tuple(map(str, one["other"]))) for one in data["pairs"]
    )
    return Compared(str(data["exercise"]), float(data["least"]), int(data["answers"]), tuple(pairs), int(data["more"]))
