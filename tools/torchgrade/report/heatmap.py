"""Expected, yours and error as small pictures: where the cells lie and how each is coloured and marked.

Cells of one colour share one path, which keeps a page with many 32 x 32 grids small.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from torchgrade.language.speaking import _
from torchgrade.report.scale import Grid, Scale, scale_of_errors, scale_of_values
from torchgrade.report.text import as_finite, number, short_number
from torchgrade.results import Sample

Place = tuple[int, int]
Table = tuple[tuple[tuple[str, bool], ...], ...]

# Up to this many columns and rows a cell has room for its number.
ROOMY_COLUMNS, ROOMY_ROWS = 6, 12
ROOMY_CELL = (46, 26)
WIDTH = 276
GLYPHS = {"nan": "N", "inf": "∞", "-inf": "-∞"}


@dataclass(frozen=True)
class Label:
    """Text in a cell, at its middle."""

    x: float
    y: float
    text: str
    css: str


@dataclass(frozen=True)
class Panel:
    """One grid, ready to be drawn; lengths are CSS pixels, `table` rows hold (text, is it out of tolerance)."""

    name: str
    scale: Scale
    width: float
    height: float
    font_size: float
    fills: tuple[tuple[str, str], ...]
    outline: str
    labels: tuple[Label, ...]
    table: Table


@dataclass(frozen=True, eq=False)  # one heatmap is another only if it is the same, and quickly told so
class Heatmap:
    """The three panels of a sample, how many cells it shows and how many are out of tolerance.

    `reduced` says that the tensor is larger than what is shown of it, each cell standing for a block.
    """

    panels: tuple[Panel, Panel, Panel]
    cells: int
    out: int
    glyphs: bool
    reduced: bool = False


def heatmap(sample: Sample, tolerance: float | None) -> Heatmap:
    """Lay out a sample: expected and yours on one scale, the error on its own.

    A cell is out of tolerance if its error is larger than the tolerance, or if a number that is not finite
    stands against anything but its own like.
    """
    values, errors = scale_of_values(sample.expected, sample.yours), scale_of_errors(sample.error)
    out = _out_of_tolerance(sample, tolerance)
    panels = (
        _panel(_("expected"), sample.expected, values, frozenset()),
        _panel(_("yours"), sample.yours, values, out),
        _panel(_("error"), sample.error, errors, out),
    )
    glyphs = any(label.text in GLYPHS.values() for panel in panels for label in panel.labels)
    return Heatmap(panels, sum(map(len, sample.error)), len(out), glyphs, _is_reduced(sample))


def _is_reduced(sample: Sample) -> bool:
    """Whether the part of the tensor that is shown has more entries than there are cells."""
    rows, columns = (1, 1, *sample.shape)[-2:]
    return rows * columns > sum(map(len, sample.error)) > 0


def _out_of_tolerance(sample: Sample, tolerance: float | None) -> frozenset[Place]:
    grids = zip(sample.expected, sample.yours, sample.error, strict=False)
    return frozenset(
        (row, column)
        for row, lines in enumerate(grids)
        for column, (expected, yours, error) in enumerate(zip(*lines, strict=False))
        if _is_out(expected, yours, error, tolerance)
    )


def _is_out(expected: float | str, yours: float | str, error: float | str, tolerance: float | None) -> bool:
    difference = as_finite(error)
    if difference is None:
        return number(expected) != number(yours)
    return tolerance is not None and abs(difference) > tolerance


def _panel(name: str, grid: Grid, scale: Scale, out: Set[Place]) -> Panel:
    rows, columns = len(grid), max(map(len, grid), default=0)
    roomy = columns <= ROOMY_COLUMNS and rows <= ROOMY_ROWS
    width, height = ROOMY_CELL if roomy else _small_cell(rows, columns)
    return Panel(
        name=name,
        scale=scale,
        width=round(width * columns, 2),
        height=round(height * rows, 2),
        font_size=10.5 if roomy else round(0.75 * min(width, height), 2),
        fills=_fills(grid, scale, width, height),
        outline=_outline(out, width, height),
        labels=_labels(grid, scale, width, height, roomy),
        table=tuple(
            tuple((number(value), (row, column) in out) for column, value in enumerate(line))
            for row, line in enumerate(grid)
        ),
    )


def _small_cell(rows: int, columns: int) -> tuple[float, float]:
    """A size that fills the panel's width; a few rows are made taller, or a vector would be a thread."""
    width = min(WIDTH / max(columns, 1), 24)
    return width, max(width, 22) if rows <= 3 else width


def _css(value: float | str, scale: Scale) -> str:
    finite = as_finite(value)
    return "odd" if finite is None else f"{scale.ramp}{scale.level(abs(finite) if scale.ramp == 'e' else finite)}"


def _fills(grid: Grid, scale: Scale, width: float, height: float) -> tuple[tuple[str, str], ...]:
    """For each colour that occurs, one path over all of its cells."""
    paths: dict[str, list[str]] = {}
    lefts = [f"M{column * width:.6g} " for column in range(max(map(len, grid), default=0))]
    cell = f"h{width:.6g}v{height:.6g}h-{width:.6g}z"
    for row, line in enumerate(grid):
        rest = f"{row * height:.6g}{cell}"
        for left, value in zip(lefts, line, strict=False):
            paths.setdefault(_css(value, scale), []).append(left + rest)
    return tuple((css, "".join(parts)) for css, parts in sorted(paths.items()))


def _labels(grid: Grid, scale: Scale, width: float, height: float, roomy: bool) -> tuple[Label, ...]:
    """The number in each cell where there is room, else only what is not finite, as one glyph."""
    return tuple(
        Label(
            x=round((column + 0.5) * width, 2),
            y=round((row + 0.5) * height, 2),
            text=short_number(value) if roomy else GLYPHS.get(str(value), "?"),
            css=f"{_css(value, scale)}t",
        )
        for row, line in enumerate(grid)
        for column, value in enumerate(line)
        if roomy or as_finite(value) is None
    )


def _outline(places: Set[Place], width: float, height: float) -> str:
    """One path around each region of marked cells, so that a panel that is wrong all over stays calm."""
    lines = []
    for row, column in sorted(places):
        left, top = f"{column * width:.6g}", f"{row * height:.6g}"
        right, bottom = f"{(column + 1) * width:.6g}", f"{(row + 1) * height:.6g}"
        if (row - 1, column) not in places:
            lines.append(f"M{left} {top}H{right}")
        if (row + 1, column) not in places:
            lines.append(f"M{left} {bottom}H{right}")
        if (row, column - 1) not in places:
            lines.append(f"M{left} {top}V{bottom}")
        if (row, column + 1) not in places:
            lines.append(f"M{right} {top}V{bottom}")
    return "".join(lines)
