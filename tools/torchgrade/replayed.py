"""A grader that knows what is right from numbers alone: what the reference and every known mistake showed, recorded.

`torchgrade release` writes the numbers beside the graders that students get. There is one member of the zip for each
case, in the wire's own form, and `index.json`, which says what is in it.
"""

from __future__ import annotations

import importlib
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from torchgrade.calls import Call, Step, steps_of
from torchgrade.errors import BadInput, CatalogueError
from torchgrade.exercise import Exercise, Misconception
from torchgrade.expected import Expected
from torchgrade.isolation.observe import Observation
from torchgrade.isolation.plain import observation_from_plain
from torchgrade.isolation.wire import ProtocolError, decode

SUFFIX = ".observations.zip"
VERSION = 1
INDEX = "index.json"


@dataclass
class Recorded:
    """What one exercise's reference and misconceptions showed; it stands where the reference would."""

    path: Path

    @cached_property
    def index(self) -> dict[str, Any]:
        """What is in the file.

        Raises:
            CatalogueError: it is not there, damaged, or of another version.
        """
        found = json.loads(self._member(INDEX))
        if found.get("version") != VERSION:
            raise CatalogueError(f"{self.path}: of version {found.get('version')}; install the torchgrade beside it.")
        return dict(found)

    @property
    def probe_source(self) -> str | None:
        """The probe, which travels as source."""
        probe: str | None = self.index["probe"]
        return probe

    def case(self, check: str, case: str, device: str, probe: Callable[..., Any] | None) -> Replay:
        """What a case asks, and what was shown; the probe's parameters are names for its inputs.

        Raises:
            CatalogueError: it was not recorded.
        """
        data = self._case(check, case)
        calls = [_call(call) for call in data["calls"]]
        steps = {(i, j): step for i, call in enumerate(calls) for j, step in enumerate(steps_of(call, device, probe))}
        replay = Replay(calls, [], {})
        for step in data["steps"]:
            if tuple(step["place"]) in steps:  # there is no meta step but on the CPU
                replay.add(_expected(steps[tuple(step["place"])], step, device), step["shown"], device)
        return replay

    def _case(self, check: str, case: str) -> dict[str, Any]:
        number = self.index["cases"].get(f"{check}[{case}]")
        if number is None:
            raise CatalogueError(f"{self.path.name} has nothing of {check}[{case}]; unpack the release again")
        try:
            found: dict[str, Any] = decode(self._member(f"{number}.json"), self._member(f"{number}.bin"), strides=True)
        except ProtocolError as error:
            raise CatalogueError(f"{self.path}: is damaged ({error}). Unpack the release again.") from None
        return found

    def _member(self, name: str) -> bytes:
        try:
            with zipfile.ZipFile(self.path) as archive:
                return archive.read(name)
        except (OSError, KeyError, zipfile.BadZipFile) as error:
            raise CatalogueError(f"{self.path}: cannot be read ({error}). Unpack the release again.") from None


def refuse_other_inputs(modules: Iterable[object], variant: str, seed: int) -> None:
    """Refuse a run on inputs for which nothing was recorded.

    Raises:
        BadInput: graders of a release are among them, and the seed or the variant is another one than theirs.
    """
    for module in set(modules):
        for value in vars(module).values():
            if isinstance(value, Exercise) and isinstance(value.reference, Recorded):
                own = value.reference.index["seed"]
                if (variant, seed) != ("", own):
                    raise BadInput(
                        f"these graders know what is right for the seed {own} alone: run without --seed and --variant."
                    )


@dataclass
class Replay:
    """One case: its calls, what is expected of each step, and what each misconception shows, as naming looks it up."""

    calls: list[Call]
    expected: list[Expected]
    shown: dict[tuple[str, int], Observation]

    def add(self, expected: Expected, shown: dict[str, Any], device: str) -> None:
        """Take in a step."""
        self.expected.append(expected)
        for name, seen in shown.items():
            self.shown[name, id(expected)] = _on(device, observation_from_plain(seen))


def replay(grader: str, *names: str, forbidden: tuple[str, ...] = ()) -> Exercise:
    """An exercise whose reference and misconceptions are numbers beside its grader; pass the grader's `__file__`."""
    path = Path(grader)
    recorded = Recorded(path.with_name(path.stem.removeprefix("test_") + SUFFIX))
    exercise = Exercise(*names, reference=recorded, forbidden=forbidden)
    exercise.misconceptions += [Misconception(name, said, recorded) for name, said in recorded.index["misconceptions"]]
    return exercise


def _call(data: dict[str, Any]) -> Call:
    return Call(**{**data, "raises": tuple(map(_type, data["raises"]))})


def _type(dotted: str) -> type[BaseException]:
    """An exception's type by its full name."""
    module, _, name = dotted.rpartition(".")
    kind: type[BaseException] = getattr(importlib.import_module(module), name)
    return kind


def _expected(step: Step, data: dict[str, Any], device: str) -> Expected:
    question = replace(step.question, cotangents=data["cotangents"])
    return Expected(
        replace(step, question=question),
        _on(device, observation_from_plain(data["seen"])),
        slack=data["slack"],
        gradient_slack=data["gradient_slack"],
        low=data["low"],
        high=data["high"],
    )


def _on(device: str, seen: Observation) -> Observation:
    """An observation made on the CPU as it would be on another device."""
    if device == "cpu":
        return seen
    return replace(seen, devices=tuple(device if one == "cpu" else one for one in seen.devices))
