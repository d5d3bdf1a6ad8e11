"""The colours of heatmaps: three ramps, for light and for dark pages, written as CSS classes.

A class such as `d4` fills a cell, `d4t` the text on it, in whichever ink has the better contrast.
"""

from __future__ import annotations

LEVELS = 21

Colour = tuple[int, int, int]

# From the lowest level to the highest: s for values of one sign, d for values around 0, e for errors.
_LIGHT = {
    "s": ("#f1ede3", "#6d9fc9", "#123c6e"),
    "d": ("#1d5c96", "#f1ede3", "#a86200"),
    "e": ("#f1ede3", "#e2876f", "#8e1a33"),
}
_DARK = {
    "s": ("#262b33", "#4583ba", "#d9ebfa"),
    "d": ("#86bdf2", "#262b33", "#f2b95f"),
    "e": ("#262b33", "#b5483f", "#ffc2b5"),
}
# Pure black and white: the only two inks of which one reaches 4.5 on every colour.
_INKS = ("#000000", "#ffffff")


def css() -> str:
    """The rules of all levels; the dark ones hold on screens alone, so that print stays light."""
    return f"{_rules(_LIGHT)}\n@media screen and (prefers-color-scheme: dark) {{\n{_rules(_DARK)}\n}}"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG 2 defines it, from 1 to 21."""
    lighter, darker = sorted((_luminance(_parse(one)), _luminance(_parse(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ramp(anchors: tuple[str, str, str]) -> list[str]:
    """LEVELS colours from the first anchor through the second, in the middle, to the third."""
    half = LEVELS // 2
    first, middle, last = map(_parse, anchors)
    rising = [_mix(first, middle, step / half) for step in range(half)]
    return [*rising, *(_mix(middle, last, step / half) for step in range(half + 1))]


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on this colour."""
    return max(_INKS, key=lambda ink: contrast(ink, colour))


def _rules(ramps: dict[str, tuple[str, str, str]]) -> str:
    return "\n".join(
        f".{name}{level}{{fill:{colour}}}.{name}{level}t{{fill:{ink_on(colour)}}}"
        for name, anchors in ramps.items()
        for level, colour in enumerate(ramp(anchors))
    )


def _parse(colour: str) -> Colour:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _mix(one: Colour, other: Colour, share: float) -> str:
    return "#" + bytes(round(a + (b - a) * share) for a, b in zip(one, other, strict=True)).hex()


def _luminance(colour: Colour) -> float:
    linear = [_linear(channel / 255) for channel in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
