"""Strings and numbers made fit to be read: nothing invisible, nothing longer than it needs to be."""

from __future__ import annotations

import math
import re

from torchgrade.language.speaking import _
from torchgrade.results import tidy

STDOUT_LIMIT = 20_000

# Control characters, and format characters that hide or reorder what a reader sees. The joiners U+200C and
# U+200D stay: honest Persian, Hindi and emoji need them. Lone surrogates cannot be written as UTF-8 at all.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """The text with every control character spelled as its hexadecimal escape; newlines and tabs stay."""
    if text.isascii() and text.isprintable():
        return text  # nearly every text, and cheaper to know than to search
    return _INVISIBLE.sub(_escape, text.replace("\r\n", "\n"))


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def as_finite(value: object) -> float | None:
    """The value as a float if it is a finite number, else None: "nan" and "inf" are strings in the model."""
    if type(value) is float:
        return value if math.isfinite(value) else None
    if not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def number(value: object) -> str:
    """A number to six significant digits; anything that is not finite as its own word."""
    finite = as_finite(value)
    return str(value) if finite is None else short_exponent(f"{finite:.6g}")


def short_number(value: object) -> str:
    """A number in six characters, for a cell of a heatmap; in seven where a sign and a long power need them."""
    finite = as_finite(value)
    if finite is None:
        return str(value)
    candidates = (short_exponent(f"{finite:.{digits}g}") for digits in (3, 2, 1))
    shortest = ""
    for shortest in candidates:
        if len(shortest) <= 6:
            break
    return shortest


def factor(times: float) -> str:
    """How many times one number is another, to three digits and without an exponent: 2.15, 47,200."""
    if not math.isfinite(times):
        return str(times)
    if times >= 1e6:
        return _("over a million")
    return f"{float(f'{times:.3g}'):,.4g}" if times < 1000 else f"{float(f'{times:.3g}'):,.0f}"


def points(value: float) -> str:
    """Points without floating-point dust: 4, 2.5."""
    return f"{tidy(value):g}" if abs(value) < 1e6 else str(tidy(value))


def percent(share: float) -> str:
    """A share as whole percent; 100 % and 0 % are kept for all and none."""
    whole = round(100 * share)
    return f"{min(max(whole, 1), 99) if 0 < share < 1 else whole} %"


def alike(percent: float) -> str:
    """How much is alike in percent, rounded down: 100 % is kept for all of it."""
    return f"{math.floor(percent)} %"


def seconds(duration: float) -> str:
    """A duration that a person can read: 35 ms, 1.4 s, 2 min 05 s."""
    if duration < 1:
        return _("{number} ms", number=f"{1000 * duration:.0f}")
    if duration < 60:
        return _("{number} s", number=f"{duration:.1f}")
    minutes, rest = divmod(round(duration), 60)
    return _("{minutes} min {seconds} s", minutes=minutes, seconds=f"{rest:02d}")


def day_and_time(started: str) -> str:
    """An ISO 8601 moment in UTC to the minute; a text that is none is left alone."""
    match = re.match(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)", started)
    return f"{match[1]} {match[2]} UTC" if match else started


def cut(text: str) -> str:
    """What the learner's code printed, shortened to what a page can bear, saying so."""
    if len(text) <= STDOUT_LIMIT:
        return text
    rest = _("... {number} more characters are in the results file.", number=len(text) - STDOUT_LIMIT)
    return f"{text[:STDOUT_LIMIT]}\n{rest}"


def short_exponent(text: str) -> str:
    """Python's 1.2e-05 as 1.2e-5: the padding of the exponent only costs room."""
    if "e" not in text:
        return text  # most have none, and a large class has millions of numbers
    return re.sub(r"e([+-])0*(\d)", lambda match: f"e{match[1].replace('+', '')}{match[2]}", text)
