"""A result as a piece of HTML that stands in somebody else's page, such as a notebook's output."""

from __future__ import annotations

from collections.abc import Sequence

from torchgrade.report.facts import exercise_parts
from torchgrade.report.templating import render
from torchgrade.report.views import learner_view
from torchgrade.results import Report


def render_small(report: Report, achieved: Sequence[str] = ()) -> str:
    """The learner's view without pictures; its styles touch nothing outside, and no script is in it.

    Args:
        report: the results.
        achieved: sentences on what turned green.
    """
    shown = learner_view(report)
    return render("small.html.j2", exercises=exercise_parts(shown), achieved=achieved)
