"""The largest error of a difference in values, taken out of its sentence to stand in a table."""

from __future__ import annotations

import re
from dataclasses import dataclass

from torchgrade.report.text import factor, number, short_exponent
from torchgrade.results import Evidence

# The sentence of numbers that differ; a test holds it against the function that writes it.
_SENTENCE = re.compile(
    r"(?P<where>.+?): (?:(?P<share>\d+ of \d+ entries) differ; )?expected (?P<expected>\S+), got (?P<yours>\S+)"
    r"(?: at (?P<at>\[[\d, ]*\]))? \(off by (?P<off>[^\s,)]+)(?:, (?P<times>\S+) times the tolerance)?\)\."
)


@dataclass(frozen=True)
class Measured:
    """A sentence of numbers in parts: what differs, then the columns of the entry that is furthest off."""

    headline: str
    columns: tuple[tuple[str, str], ...]


def measured(message: str, evidence: Evidence) -> Measured | None:
    """The message's parts if it is one sentence of numbers and there is a sample to see them in."""
    found = _SENTENCE.fullmatch(message.strip("\n"))
    if found is None or evidence.sample is None:
        return None
    part = found.groupdict(default="")
    columns = {
        "largest error": f"at {part['at']}" if part["at"] else "",
        "expected": short_exponent(part["expected"]),
        "yours": short_exponent(part["yours"]),
        "off by": short_exponent(part["off"]),
        "allowed": number(float(f"{evidence.tolerance:.3g}")) if evidence.tolerance is not None else "",
        "times the allowed": factor(float(part["times"])) if part["times"] else "",
    }
    headline = f"{part['where']}: {part['share'] or 'the value'} {'differ' if part['share'] else 'differs'}"
    return Measured(headline, tuple((term, text) for term, text in columns.items() if text))
