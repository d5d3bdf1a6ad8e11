"""The largest error of a difference in values, taken out of its sentence to stand in a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torchgrade.language.speaking import _, say_again
from torchgrade.report.text import factor, number, short_exponent
from torchgrade.results import Check

# The sentence of numbers that differ; a test holds it against the function that says it.
SENTENCE = "{place}: {share}expected {right}, got {yours}{spot} (off by {error}{times})."


@dataclass(frozen=True)
class Measured:
    """A sentence of numbers in parts: what differs, then the columns of the entry that is furthest off."""

    headline: str
    columns: tuple[tuple[str, str], ...]


def measured(check: Check) -> Measured | None:
    """The message's parts if it is that sentence and there is a sample to see the numbers in."""
    if SENTENCE not in check.said[:1] or check.evidence.sample is None:
        return None
    try:
        return _in_columns(check.said[1], check.evidence.tolerance)
    except (KeyError, TypeError, ValueError, IndexError):  # results written by hand: the whole sentence is there
        return None


def _in_columns(said: Mapping[str, Any], tolerance: float | None) -> Measured:
    columns = {
        _("largest error"): _("at {place}", place=_inner(said, "spot", "at")) if said.get("spot") else "",
        _("expected"): short_exponent(said["right"]),
        _("yours"): short_exponent(said["yours"]),
        _("off by"): short_exponent(said["error"]),
        _("allowed"): number(float(f"{tolerance:.3g}")) if tolerance is not None else "",
        _("times the allowed"): factor(float(_inner(said, "times", "times"))) if said.get("times") else "",
    }
    return Measured(_headline(said), tuple((term, text) for term, text in columns.items() if text))


def _headline(said: Mapping[str, Any]) -> str:
    place = say_again(said["place"])
    if not said.get("share"):
        return _("{place}: the value differs", place=place)
    bad, all_of_them = _inner(said, "share", "bad"), _inner(said, "share", "all")
    return _("{place}: {bad} of {all} entries differ", place=place, bad=bad, all=all_of_them)


def _inner(said: Mapping[str, Any], part: str, name: str) -> str:
    """A value of a sentence within the sentence."""
    return say_again(said[part][1][name])
