"""The board of each submission as text, and for several a table of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from torchgrade.formats.wording import adjusted, trouble, worth
from torchgrade.report.board import board
from torchgrade.report.text import visible
from torchgrade.results import Report

WIDTH = 100


def terminal(reports: Sequence[Report], width: int = WIDTH) -> str:
    """Plain text in at most this width; the colours of a terminal only repeat what the marks say."""
    lines = [line for report in reports for line in _one(report, width, alone=len(reports) == 1)]
    if len(reports) > 1:
        lines += _table(reports)
    return "\n".join(lines) + "\n"


def _one(report: Report, width: int, alone: bool) -> Iterator[str]:
    if not alone:
        yield from (visible(report.submission), "=" * min(max(len(visible(report.submission)), 1), width))
    if trouble(report):
        yield trouble(report)
    yield from (line.text for line in board(report, width))
    yield from adjusted(report)
    if not alone:
        yield ""


def _table(reports: Sequence[Report]) -> Iterator[str]:
    names = [visible(report.submission).replace("\n", " ") for report in reports]
    column = max(map(len, names))
    for name, report in zip(names, reports, strict=True):
        yield f"{name:<{column}}  {worth(report):>9}  {trouble(report)}".rstrip()
