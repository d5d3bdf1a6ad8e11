"""Writing down what an exercise's reference and misconceptions show in every case, for graders that have neither."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from torchgrade.calls import Call, steps_of
from torchgrade.errors import CatalogueError
from torchgrade.expected import Expected
from torchgrade.isolation.plain import observation_to_plain, through_the_wire
from torchgrade.isolation.structures import map_tensors
from torchgrade.isolation.wire import encode
from torchgrade.isolation.wire_format import full_name
from torchgrade.recorded import RecordedCase
from torchgrade.referee import consult_wrong
from torchgrade.replayed import INDEX, VERSION

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same file for the same numbers


def write_observations(path: Path, cases: Sequence[RecordedCase], seed: int) -> None:
    """Write the numbers of one exercise's cases, all on the CPU.

    Raises:
        CatalogueError: a grader is at fault, or shows what cannot be written down.
    """
    target = cases[0].target
    index = {
        "version": VERSION,
        "seed": seed,
        "probe": target.probe_source,
        "misconceptions": [[idea.name, idea.sentence] for idea in target.exercise.misconceptions],
        "cases": {f"{case.check.name}[{case.id}]": number for number, case in enumerate(cases)},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, INDEX, json.dumps(index, indent=1).encode())
        for number, case in enumerate(cases):
            meta, body = _encoded(case)
            _add(archive, f"{number}.json", meta)
            _add(archive, f"{number}.bin", body)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data)


def _encoded(case: RecordedCase) -> tuple[bytes, bytes]:
    if case.find_fault():
        raise CatalogueError(f"{case.check.id}[{case.id}]: {case.fault}. Mend the grader before it is released.")
    meta, body = encode({"calls": [_call(call) for call in case.calls], "steps": _steps(case)}, keep_strides=True)
    if b'{"?":' in meta:
        raise CatalogueError(f"{case.check.id}[{case.id}]: shows what cannot be written down for a release.")
    return meta, body


def _call(call: Call) -> dict[str, Any]:
    data = {item.name: getattr(call, item.name) for item in fields(call)}
    return {**data, "raises": [full_name(kind) for kind in call.raises]}


def _steps(case: RecordedCase) -> list[dict[str, Any]]:
    return [{"place": place, **_step(case, item)} for place, item in zip(_places(case), case.expected, strict=True)]


def _places(case: RecordedCase) -> list[tuple[int, int]]:
    """For every expected step the place of its call, and its place among the steps of that call."""
    found: list[tuple[int, int]] = []
    left = list(case.expected)
    for i, call in enumerate(case.calls):
        for j, step in enumerate(steps_of(call, case.device)):
            if left and left[0].step.call is call and left[0].step.layer == step.layer:
                found.append((i, j))
                left.pop(0)
    return found


def _step(case: RecordedCase, item: Expected) -> dict[str, Any]:
    ideas = case.target.exercise.misconceptions
    question, probe = item.step.question, case.target.probe
    shown = {idea.name: through_the_wire(consult_wrong(idea.subject, probe, question)) for idea in ideas}
    return {
        "cotangents": question.cotangents,
        "seen": _plain(observation_to_plain(item.seen)),
        "slack": item.slack,
        "gradient_slack": item.gradient_slack,
        "low": item.low,
        "high": item.high,
        "shown": {name: observation_to_plain(seen) for name, seen in shown.items()},
    }


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """An observation's fields with tensors that hold nothing but their values."""
    return {
        name: map_tensors(value, lambda tensor: tensor.detach().cpu() if not tensor.is_meta else tensor)
        for name, value in data.items()
    }
