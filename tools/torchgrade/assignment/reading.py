"""Reading an assignment's TOML file, with everything that is wrong with it at once."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, cast

from torchgrade.assignment.choosing import of_units
from torchgrade.assignment.faults import Fault, Reader
from torchgrade.assignment.model import Assignment, Counts, Late
from torchgrade.course import Entry, select
from torchgrade.errors import BadInput
from torchgrade.grader_text import read_checks
from torchgrade.report.likeness import HIGHEST, LOWEST, USUAL

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

KEYS = (
    "name",
    "title",
    "language",
    "seed",
    "variants",
    "speed",
    "points",
    "files",
    "hidden",
    "dates",
    "attempts",
    "late",
    "exercises",
    "similar",
)
_ZONE = "Give the zone behind it, as in 2026-09-15T23:59:00+02:00."


def read_assignment(path: Path, entries: Sequence[Entry]) -> Assignment:
    """The assignment of a file.

    Raises:
        BadInput: the file cannot be read or is wrong; the message says everything, a line each.
    """
    assignment, faults = examine(path, entries)
    if faults or assignment is None:
        raise BadInput("\n  ".join([f"{path}: {len(faults)} to mend.", *map(str, faults)]))
    return assignment


def examine(path: Path, entries: Sequence[Entry]) -> tuple[Assignment | None, list[Fault]]:
    """What a file says, None where it is no TOML, and all that is wrong with it in the order of its lines.

    Raises:
        BadInput: it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else len(text.splitlines())
        return None, [Fault(path, line, f"this is no TOML: {error}.", "Mend this line; `new` writes an example.")]
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}). `torchgrade assignment new NAME` "
            "writes an assignment to begin with."
        ) from None
    reader = Reader(path, text, said)
    assignment = _assignment(reader, entries)
    return assignment, sorted(reader.faults, key=lambda fault: fault.line)


def _assignment(reader: Reader, entries: Sequence[Entry]) -> Assignment:
    reader.refuse_unknown((), KEYS)
    chosen, weights = _exercises(reader, entries)
    opens, due = _dates(reader)
    attempts, counts = _attempts(reader)
    return Assignment(
        reader.path,
        _name(reader),
        chosen,
        weights,
        title=reader.value(("title",), str, "", "a text"),
        language=_language(reader),
        seed=_whole(reader, ("seed",), None),
        variants=reader.value(("variants",), bool, False, "true or false"),
        speed=reader.value(("speed",), bool, False, "true or false"),
        opens=opens,
        due=due,
        attempts=attempts,
        counts=counts,
        late=_late(reader),
        hidden=_hidden(reader, chosen),
        files=_files(reader),
        similar=_similar(reader, chosen),
    )


def _name(reader: Reader) -> str:
    name = str(reader.value(("name",), str, reader.path.stem, "a text"))
    if not re.fullmatch(r"\w[\w .-]*", name) or name.endswith((".", " ")):
        reader.wrong(("name",), f"name is {name!r}, which makes no folder.", "Use letters, digits, '-' and '_'.")
    return name


def _language(reader: Reader) -> str:
    language = str(reader.value(("language",), str, "en", '"en" or "zh"'))
    if language not in ("en", "zh"):
        reader.wrong(("language",), f"language is {language!r}.", 'Give "en" or "zh".')
    return language


def _whole(reader: Reader, place: tuple[str, ...], default: int | None) -> Any:
    """A whole number from 0 on."""
    number = reader.value(place, int, default, "a whole number")
    if number is not None and number < 0:
        reader.wrong(place, f"{'.'.join(place)} is {number}.", "Give 0 or more.")
        return default
    return number


def _exercises(reader: Reader, entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], dict[str, float]]:
    said = reader.value(("exercises",), dict, None, "a table: [exercises], and below it name = weight")
    if said == {} or "exercises" not in reader.said:
        reader.wrong(("exercises",), "there are no exercises.", "Name them below [exercises], as in softmax = 10.")
    weights: dict[str, float] = {}
    for name in said or ():
        entry = _entry(reader, entries, name)
        if entry is not None and entry.id in weights:
            reader.wrong(("exercises", name), f"{entry.id} is named twice.", "Keep one of the two lines.")
        elif entry is not None:
            weights[entry.id] = _weight(reader, name)
    if len(weights) == len(said or ()):  # else what is missing in the sum has been said
        _must_sum(reader, weights)
    return tuple(entry for entry in entries if entry.id in weights), weights


def _entry(reader: Reader, entries: Sequence[Entry], name: str) -> Entry | None:
    try:
        units = of_units(entries, name)
        found = units or select(entries, [name])
    except BadInput as error:
        what, _, remedy = str(error).partition(". ")
        reader.wrong(("exercises", name), f"{what}.", remedy)
        return None
    if units or len(found) > 1:
        names = " ".join(f"{entry.name} = 10" for entry in found[:2])
        reader.wrong(("exercises", name), f"{name} is a unit.", f"Give each exercise a line of its own: {names} ...")
        return None
    return found[0]


def _weight(reader: Reader, name: str) -> float:
    place = ("exercises", name)
    weight = reader.value(place, (int, float), 1, "its weight as a number of points")
    if not 0 < weight < float("inf"):
        reader.wrong(place, f"{name} weighs {weight}.", "Give more than 0; leave the line out if it is not to count.")
    return float(weight)


def _must_sum(reader: Reader, weights: dict[str, float]) -> None:
    points = reader.value(("points",), (int, float), None, "the sum of all weights")
    total = sum(weights.values())
    if points is not None and weights and abs(total - points) > 1e-6:
        reader.wrong(
            ("points",),
            f"points is {points:g}, but the weights of the exercises sum to {total:g}.",
            f"Write points = {total:g}, or change the weights.",
        )


def _dates(reader: Reader) -> tuple[datetime | None, datetime | None]:
    reader.refuse_unknown(("dates",), ("opens", "due"))
    opens, due = _date(reader, "opens"), _date(reader, "due")
    if opens and due and opens >= due:
        reader.wrong(("dates", "due"), "it is due before it opens.", "Change one of the two dates.")
    return opens, due


def _date(reader: Reader, key: str) -> datetime | None:
    place = ("dates", key)
    called = "a date with time and zone, without quotes, as in 2026-09-15T23:59:00+02:00"
    date = cast("datetime | None", reader.value(place, datetime, None, called))
    if date is not None and date.tzinfo is None:
        reader.wrong(place, f"dates.{key} has no zone, so it is another moment on another machine.", _ZONE)
        return None
    return date


def _attempts(reader: Reader) -> tuple[int, Counts]:
    reader.refuse_unknown(("attempts",), ("most", "counts"))
    counts = reader.value(("attempts", "counts"), str, "latest", '"latest" or "best"')
    if counts not in ("latest", "best"):
        reader.wrong(("attempts", "counts"), f"attempts.counts is {counts!r}.", 'Give "latest" or "best".')
    return _whole(reader, ("attempts", "most"), 0), cast("Counts", counts)


def _late(reader: Reader) -> Late:
    reader.refuse_unknown(("late",), ("days", "free", "percent"))
    percent = reader.value(("late", "percent"), (int, float), 0, "percent of the score for a day")
    if not 0 <= percent <= 100:
        reader.wrong(("late", "percent"), f"late.percent is {percent}.", "Give 0 to 100.")
    late = Late(_whole(reader, ("late", "days"), 0), _whole(reader, ("late", "free"), 0), float(percent))
    if late.free > late.days:
        what = f"{late.free} late days are free, but only {late.days} are allowed at all."
        reader.wrong(("late", "free"), what, "Let late.days be at least late.free.")
    return late


def _hidden(reader: Reader, chosen: Sequence[Entry]) -> frozenset[str]:
    found: set[str] = set()
    for item in reader.texts(("hidden",), ()):
        exercise, _, check = item.partition("::")
        entries = [entry for entry in chosen if exercise in (entry.name, entry.id)]
        if not entries:
            remedy = "Write exercise::test_name, for an exercise of this assignment."
            reader.wrong(("hidden",), f"hidden names {item!r}, which is no check of it.", remedy, item)
            continue
        known = [text.name for text in read_checks(entries[0].grader)]
        if check not in known:
            remedy = f"It has {', '.join(known)}."
            reader.wrong(("hidden",), f"{entries[0].id} has no check {check!r}.", remedy, item)
        found.add(f"{entries[0].id}::{check}")
        if {f"{entries[0].id}::{name}" for name in known} <= found:
            remedy = "Leave one check visible, or take the exercise out."
            reader.wrong(("hidden",), f"every check of {entries[0].id} is hidden.", remedy, item)
    return frozenset(found)


def _files(reader: Reader) -> tuple[str, ...]:
    patterns = reader.texts(("files",), ("*.py",))
    for pattern in patterns:
        path = PurePosixPath(pattern)
        if path.is_absolute() or ".." in path.parts or "\\" in pattern or not pattern:
            remedy = 'Give a pattern below it, with /, as in "*.py".'
            reader.wrong(("files",), f"files holds {pattern!r}, which lies outside a submission.", remedy, pattern)
    return patterns


def _similar(reader: Reader, chosen: Sequence[Entry]) -> dict[str, float]:
    """By exercise from how many percent on answers are told of as nearly the same."""
    asked: dict[str, float] = {}
    for name in reader.value(("similar",), dict, {}, "a table: [similar], and below it name = percent"):
        place = ("similar", name)
        percent = reader.value(place, (int, float), USUAL, "a percentage, as in 90")
        entry = next((entry for entry in chosen if name in (entry.name, entry.id)), None)
        if entry is None:
            reader.wrong(
                place, f"{name} is no exercise of this assignment.", "Name one that is, or leave the line out."
            )
        elif not LOWEST <= percent <= HIGHEST:
            reader.wrong(place, f"similar.{name} is {percent}.", f"Give a percentage from {LOWEST:g} to {HIGHEST:g}.")
        else:
            asked[entry.id] = float(percent)
    return asked
