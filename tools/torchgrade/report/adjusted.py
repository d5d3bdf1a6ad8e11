"""What a report's score is more or less than its checks' points, and why, in words."""

from __future__ import annotations

from contextlib import suppress

from torchgrade.language.speaking import _, say_again
from torchgrade.report.text import points, visible
from torchgrade.results import Adjustment, Report


def adjusted(report: Report) -> list[str]:
    """What was added to the checks' points or taken from them, and why, a line each."""
    return [visible(_one_line(adjustment)) for adjustment in report.adjustments]


def _one_line(adjustment: Adjustment) -> str:
    reason = adjustment.reason
    with suppress(ValueError):  # results may come from anywhere
        reason = say_again(adjustment.said) if adjustment.said else reason
    sign = "+" if adjustment.change > 0 else ""
    change = f"{sign}{points(adjustment.change)}"
    told = (
        _("{change} points: {reason}", change=change, reason=reason) if reason else _("{change} points", change=change)
    )
    return " ".join(told.split())
