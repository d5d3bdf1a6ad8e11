"""From numbers to the levels of a colour ramp."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from torchgrade.report.palette import LEVELS
from torchgrade.report.text import as_finite, number

Grid = list[list[float | str]]


@dataclass(frozen=True)
class Scale:
    """A colour ramp (`s` one sign, `d` around 0, `e` error) and the numbers at its two ends."""

    ramp: str
    low: float
    high: float

    def level(self, value: float) -> int:
        """The level of a finite number, from 0 to LEVELS - 1."""
        # Halves, because high - low overflows for numbers near the largest float.
        span = self.high / 2 - self.low / 2
        share = (value / 2 - self.low / 2) / span if span > 0 else 0.0
        return min(max(round(share * (LEVELS - 1)), 0), LEVELS - 1)

    @property
    def ends(self) -> tuple[str, str]:
        """The numbers at both ends, to be read."""
        return number(self.low), number(self.high)


def scale_of_values(*grids: Grid) -> Scale:
    """One scale for several grids: around 0 if both signs occur, else from 0 to the number farthest from it.

    Numbers that lie close together far from 0 would all look alike from 0; they are spread from lowest to highest.
    """
    found = _finite(grids)
    low, high = min(found, default=0.0), max(found, default=0.0)
    if low < 0 < high:
        reach = max(-low, high)
        return Scale("d", -reach, reach)
    if min(abs(low), abs(high)) * 2 < max(abs(low), abs(high)) or low == high:
        low, high = min(low, 0.0), max(high, 0.0)
    return Scale("s", low, high)


def scale_of_errors(grid: Grid) -> Scale:
    """A scale from 0 to the largest absolute error."""
    return Scale("e", 0.0, max(map(abs, _finite([grid])), default=0.0))


def _finite(grids: Iterable[Grid]) -> list[float]:
    numbers = (as_finite(cell) for grid in grids for row in grid for cell in row)
    return [value for value in numbers if value is not None]
