"""HTML pages from results: one self-contained file for a submission, one for a cohort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from torchgrade.report.attention import flag_sentences
from torchgrade.report.cohort import cohort
from torchgrade.report.facts import exercise_parts
from torchgrade.report.templating import render, script_hash
from torchgrade.report.views import Audience, view
from torchgrade.results import Report


def render_submission(report: Report, audience: Audience, back: str = "") -> str:
    """The page of one submission, with nothing on it that this audience may not see.

    Args:
        report: the results.
        audience: "learner" or "instructor".
        back: where the link to the cohort page leads; without it there is none.
    """
    shown = view(report, audience)
    return render(
        "submission.html.j2",
        report=shown,
        exercises=exercise_parts(shown),
        flags=flag_sentences(shown),
        instructor=audience == "instructor",
        back=back,
    )


def render_cohort(reports: Sequence[Report], links: Mapping[str, str]) -> str:
    """The instructor's page over all submissions; `links` leads from a submission's name to its page."""
    return render("cohort.html.j2", cohort=cohort(reports, links), links=links, script_policy=script_hash("sort.js"))
