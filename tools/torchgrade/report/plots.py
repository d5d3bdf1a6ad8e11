"""Curves and paths as pictures by matplotlib, in the page's own colours; without it their numbers are there alone."""

from __future__ import annotations

import hashlib
import io
import math
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

from torchgrade.language.speaking import _
from torchgrade.report.text import as_finite, number
from torchgrade.results import Series

# Each stands in matplotlib's output for a colour of the page, which light, dark and print set.
_INKS = {
    "#010203": "var(--ink)",
    "#020304": "var(--muted)",
    "#030405": "var(--line)",
    "#040506": "var(--right)",
    "#050607": "var(--yours)",
    "#060708": "var(--bar)",
}
_INK, _MUTED, _LINE, _RIGHT, _YOURS, _BAR = _INKS
_SIZE = (4.2, 2.9)  # inches; the page scales it
_STYLE = {
    "svg.fonttype": "none",  # text stays text: in the reader's fonts, and Chinese needs none of ours
    "svg.hashsalt": "torchgrade",
    "font.size": 9.0,
    "path.simplify_threshold": 0.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": _MUTED,
    "axes.labelcolor": _MUTED,
    "text.color": _INK,
    "xtick.color": _MUTED,
    "ytick.color": _MUTED,
    "grid.color": _LINE,
    "legend.frameon": False,
    "axes.formatter.use_mathtext": False,
    "axes.unicode_minus": True,
}


@dataclass(frozen=True)
class Plot:
    """A series ready to be shown: what it is called, its picture if there is one, and its numbers as a table."""

    title: str
    picture: Markup | None
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    surface: bool


def plot(series: Series) -> Plot:
    """The series as a picture, and as a table of what was expected and what came in every step."""
    draw = _draw_path if series.kind == "path" else _draw_curve
    return Plot(
        _title(series), _picture(draw, series), _columns(series), tuple(_rows(series)), series.surface is not None
    )


def bars(counts: Sequence[int]) -> Markup | None:
    """How many submissions reached which part of the points, in tenths; None without matplotlib."""
    return _picture(_draw_bars, counts)


def _title(series: Series) -> str:
    name = _("result{path}", path=series.name.removeprefix("result"))
    if series.kind == "curve":
        return _("{name}, step by step", name=name)
    first, second = series.coordinates or (0, 1)
    return _("the path of {name}: numbers {first} and {second}", name=name, first=first, second=second)


def _columns(series: Series) -> tuple[str, ...]:
    if series.kind == "curve":
        return (_("step"), _("expected"), _("yours"))
    right = (_("expected, number {place}", place=place) for place in series.coordinates)
    return (_("step"), *right, *(_("yours, number {place}", place=place) for place in series.coordinates))


def _rows(series: Series) -> list[tuple[str, ...]]:
    width = len(series.coordinates) if series.kind == "path" else 1
    return [
        (str(place * series.every), *_cells(series.expected, place, width), *_cells(series.yours, place, width))
        for place in range(max(len(series.expected), len(series.yours)))
    ]


def _cells(values: Sequence[Any], place: int, width: int) -> list[str]:
    if place >= len(values):
        return ["–"] * width
    value = values[place]
    return [number(item) for item in (value if isinstance(value, list) else [value])]


def _picture(draw: Any, what: Any) -> Markup | None:
    """What `draw` draws, as SVG to stand in a page; None without matplotlib or where it cannot be drawn."""
    matplotlib = _matplotlib()
    if matplotlib is None:
        return None
    try:
        with matplotlib.rc_context(_STYLE), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that its own font has no Chinese: the reader's has
            figure = matplotlib.figure.Figure(figsize=_SIZE, layout="constrained")
            axes = figure.add_subplot()
            draw(axes, what)
            stream = io.StringIO()
            figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    except (ValueError, OverflowError, ArithmeticError, IndexError, TypeError):
        return None  # numbers that no axis can hold; they are in the table
    return Markup(_for_page(stream.getvalue()))


@cache
def _matplotlib() -> Any:
    try:
        import matplotlib
        import matplotlib.figure
    except ImportError:
        return None
    return matplotlib


_UNUSED = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<metadata>.*?</metadata>|<!--.*?-->|<title>.*?</title>", re.DOTALL)
_TAG, _LONG = re.compile("<[^>]*>"), re.compile(r"(-?\d+\.\d\d)\d+")  # of texts no digit is cut: they are read
_ID = re.compile(r' id="([^"]*)"')


def _for_page(svg: str) -> str:
    """Matplotlib's file as an element of a page: its colours the page's, its ids unlike those of other pictures."""
    svg = _UNUSED.sub("", svg).strip()
    used = set(re.findall(r'(?:#)([\w-]+)(?:"|\))', svg))
    mark = f"p{hashlib.sha256(svg.encode()).hexdigest()[:8]}"
    svg = _ID.sub(lambda match: f' id="{mark}-{match[1]}"' if match[1] in used else "", svg)
    svg = re.sub(r'(xlink:href="#|url\(#)', rf"\g<1>{mark}-", svg).replace("xlink:href", "href")
    svg = re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg)
    svg = re.sub(r"<style.*?</style>", "", svg, flags=re.DOTALL)  # it would hold for the whole page
    svg = re.sub(r"'?DejaVu Sans'?,[^;\"]*|'?sans-serif'?", "var(--sans)", svg)
    for stand_in, colour in _INKS.items():
        svg = svg.replace(stand_in, colour)
    return re.sub(r"\s*\n\s*", " ", _TAG.sub(lambda match: _LONG.sub(r"\1", match[0]), svg))


def _draw_curve(axes: Any, series: Series) -> None:
    lines = {"expected": series.expected, "yours": series.yours}
    for who, values in lines.items():
        steps = [place * series.every for place in range(len(values))]
        axes.plot(steps, [_or_nan(value) for value in values], **_look(who, len(values)))
    _limit(axes, series)
    axes.set_xlabel(_("step"))
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.grid(axis="y", linewidth=0.6)
    axes.legend()


def _limit(axes: Any, series: Series) -> None:
    """Keep what was expected in sight where the other runs away: logarithmic if that helps, else cut off."""
    right = [value for value in map(as_finite, series.expected) if value is not None]
    both = [*right, *(value for value in map(as_finite, series.yours) if value is not None)]
    if not right:
        return
    spread = (max(right) - min(right)) or abs(right[0]) or 1.0
    if max(both) - min(both) <= 20 * spread:
        return
    if min(both) > 0:
        axes.set_yscale("log")
    else:
        axes.set_ylim(min(right) - 3 * spread, max(right) + 3 * spread)


def _draw_path(axes: Any, series: Series) -> None:
    if series.surface is not None:
        _draw_surface(axes, series)
    for who, points in (("expected", series.expected), ("yours", series.yours)):
        xs, ys = ([_or_nan(point[axis]) for point in points] for axis in (0, 1))
        axes.plot(xs, ys, **_look(who, len(points)))
    first = series.expected[0]
    axes.annotate(_("start"), (_or_nan(first[0]), _or_nan(first[1])), (5, 6), textcoords="offset points")
    axes.set_xlabel(_("number {place}", place=series.coordinates[0]))
    axes.set_ylabel(_("number {place}", place=series.coordinates[1]))
    if series.surface is not None:
        low_x, high_x, low_y, high_y = series.surface.box
        axes.set_xlim(low_x, high_x)
        axes.set_ylim(low_y, high_y)
    axes.legend()


def _draw_surface(axes: Any, series: Series) -> None:
    """Lines of equal loss, closer where it is low: evenly spaced they would all lie on the steep walls."""
    surface = series.surface
    if surface is None:
        return
    rows = [[_or_nan(value) for value in row] for row in surface.values]
    finite = sorted(value for row in rows for value in row if math.isfinite(value))
    if len(finite) < 2 or finite[0] == finite[-1]:
        return
    low_x, high_x, low_y, high_y = surface.box
    xs, ys = (_spread(low, high, len(line)) for low, high, line in ((low_x, high_x, rows[0]), (low_y, high_y, rows)))
    levels = [finite[0] + (finite[-1] - finite[0]) * (place / 12) ** 3 for place in range(1, 12)]
    axes.contour(xs, ys, rows, levels=levels, colors=_MUTED, linewidths=0.6, alpha=0.55)


def _spread(low: float, high: float, number: int) -> list[float]:
    return [low + (high - low) * place / max(number - 1, 1) for place in range(number)]


def _look(who: str, points: int) -> dict[str, Any]:
    """How a line is drawn: told apart by its dashes and marks as well as by its colour."""
    size = 4.0 if points <= 40 else 0.0
    if who == "expected":
        return {"color": _RIGHT, "linewidth": 1.6, "marker": "o", "markersize": size, "label": _("expected")}
    return {
        "color": _YOURS,
        "linewidth": 1.6,
        "linestyle": (0, (4, 2)),
        "marker": "x",
        "markersize": size + 1 if size else 0,
        "label": _("yours"),
    }


def _draw_bars(axes: Any, counts: Sequence[int]) -> None:
    places = range(len(counts))
    drawn = axes.bar([place + 0.5 for place in places], list(counts), width=0.9, color=_BAR)
    axes.bar_label(drawn, [str(count) if count else "" for count in counts], padding=2)
    axes.set_xticks(range(len(counts) + 1), [f"{100 * place // len(counts)}" for place in range(len(counts) + 1)])
    axes.set_xlabel(_("percent of the points"))
    axes.set_ylabel(_("submissions"))
    axes.spines["left"].set_visible(False)
    axes.tick_params(left=False, labelleft=False)
    axes.figure.set_size_inches(7.2, 2.6)


def _or_nan(value: Any) -> float:
    finite = as_finite(value)
    return float("nan") if finite is None else finite
