"""Results on disk: strict JSON, written aside and renamed, read back with clear refusals."""

from __future__ import annotations

import json
import os
from dataclasses import fields
from pathlib import Path
from typing import Any

from torchgrade.errors import BadInput
from torchgrade.language.said import spoken
from torchgrade.results import (
    SCHEMA_VERSION,
    Adjustment,
    Check,
    Environment,
    Evidence,
    Report,
    Sample,
    Series,
    Surface,
    Timing,
    plain,
)


def to_json(report: Report) -> str:
    """The report as strict JSON, keys in the model's order, with its score and maximum."""
    data = plain(report)
    totals = {"score": report.score, "max_score": report.max_score}
    return json.dumps({**data, **totals}, indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def from_json(text: str, where: str = "these results") -> Report:
    """Read what `to_json` wrote.

    Raises:
        BadInput: the text is cut short, is no JSON, or is of another schema version.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise BadInput(f"{where}: not complete JSON ({error}). Grade again to write it anew.") from None
    if not isinstance(data, dict) or "schema_version" not in data:
        raise BadInput(
            f"{where}: these are not torchgrade results (no schema_version). Name a file that grading wrote."
        )
    if data["schema_version"] != SCHEMA_VERSION:
        raise BadInput(
            f"{where}: schema version {data['schema_version']}, but this torchgrade reads version {SCHEMA_VERSION}. "
            "Use the torchgrade that wrote it, or grade again."
        )
    try:
        return _report(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(
            f"{where}: a field is missing or of the wrong type ({error}). Grade again to write it anew."
        ) from None


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all: aside in the same folder, synced, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with open(aside, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def read(path: Path) -> Report:
    """Read one results file.

    Raises:
        BadInput: the file cannot be read or does not hold results.
    """
    try:
        return from_json(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read ({error}). Name a results file that grading wrote.") from None


def _known(cls: type, data: dict[str, Any]) -> dict[str, Any]:
    names = {item.name for item in fields(cls)}
    return {key: value for key, value in data.items() if key in names}


def _report(data: dict[str, Any]) -> Report:
    parts = _known(Report, data)
    parts["checks"] = tuple(_check(item) for item in data["checks"])
    parts["flags"] = tuple(data.get("flags", ()))
    environment = _known(Environment, data.get("environment", {}))
    environment["isolation"] = tuple(environment.get("isolation", ()))
    parts["environment"] = Environment(**environment)
    parts["fingerprints"] = {str(name): str(digest) for name, digest in data.get("fingerprints", {}).items()}
    parts["graders"] = {str(name): str(digest) for name, digest in data.get("graders", {}).items()}
    parts["adjustments"] = tuple(_adjustment(item) for item in data.get("adjustments", ()))
    parts["timing"] = Timing(**_known(Timing, data.get("timing", {})))
    return Report(**parts)


def _adjustment(data: dict[str, Any]) -> Adjustment:
    parts = _known(Adjustment, data)
    parts["said"] = tuple(data.get("said", ()))
    if parts["said"]:
        spoken(parts["said"], str)  # refuses what is no sentence
    return Adjustment(**parts)


def _check(data: dict[str, Any]) -> Check:
    parts = _known(Check, data)
    for name in ("said", "relation"):
        parts[name] = tuple(data.get(name, ()))
        if parts[name]:
            spoken(parts[name], str)  # refuses what is no sentence
    parts["notes"] = tuple(data.get("notes", ()))
    for note in parts["notes"]:
        spoken(note, str)
    parts["evidence"] = _evidence(data.get("evidence", {}))
    return Check(**parts)


def _evidence(data: dict[str, Any]) -> Evidence:
    parts = _known(Evidence, data)
    parts["at"] = None if data.get("at") is None else tuple(data["at"])
    parts["not_run"] = tuple(data.get("not_run", ()))
    sample = data.get("sample")
    if sample is not None:
        parts["sample"] = Sample(**{**_known(Sample, sample), "shape": tuple(sample["shape"])})
    parts["series"] = tuple(series_from_plain(item) for item in data.get("series", ()))
    return Evidence(**parts)


def series_from_plain(data: dict[str, Any]) -> Series:
    """The series that `plain` made JSON-able data of."""
    parts = _known(Series, data)
    parts["coordinates"] = tuple(data.get("coordinates", ()))
    surface = data.get("surface")
    if surface is not None:
        parts["surface"] = Surface(tuple(surface["box"]), surface["values"])
    return Series(**parts)
