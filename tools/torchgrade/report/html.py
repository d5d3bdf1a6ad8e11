"""HTML pages from results: one self-contained file for a submission, one for a cohort."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from torchgrade.language.speaking import _
from torchgrade.report.adjusted import adjusted
from torchgrade.report.attention import flag_sentences
from torchgrade.report.cohort import Cohort, cohort
from torchgrade.report.facts import Pictures, exercise_parts
from torchgrade.report.plots import bars
from torchgrade.report.templating import render, script_hash
from torchgrade.report.views import Audience, view
from torchgrade.results import Environment, Report

_MOST_IDEAS = 12
_MOST_PAIRS = 30


def render_submission(report: Report, audience: Audience, back: str = "", pictures: Pictures | None = None) -> str:
    """The page of one submission, with nothing on it that this audience may not see.

    Args:
        report: the results, in the language spoken now.
        audience: "learner" or "instructor".
        back: where the link to the cohort page leads; without it there is none.
        pictures: those of this very report, kept from one page to the next.
    """
    shown = view(report, audience)
    return render(
        "submission.html.j2",
        report=shown,
        exercises=exercise_parts(shown, pictures),
        flags=flag_sentences(shown),
        adjustments=adjusted(shown),
        environment=_environment(shown.environment),
        instructor=audience == "instructor",
        back=back,
    )


def render_cohort(reports: Iterable[Report], links: Mapping[str, str]) -> str:
    """The instructor's page over all submissions; `links` leads from a submission's name to its page."""
    return render_cohort_page(cohort(reports, links))


def render_cohort_page(found: Cohort) -> str:
    """The instructor's page of a cohort that was gathered."""
    return render(
        "cohort.html.j2",
        cohort=found,
        links={row.submission: row.link for row in found.rows},
        histogram=bars(found.bars) if found.median is not None else None,
        alike=_alike(found),
        most_ideas=_MOST_IDEAS,
        most_pairs=_MOST_PAIRS,
        script_policy=script_hash("tables.js"),
    )


def _alike(found: Cohort) -> set[str]:
    """The submissions with an answer that is like another's, or nearly so."""
    same = {name for group in found.twins for name in group.submissions}
    pairs = (pair for one in found.compared for pair in one.pairs)
    return same.union(*((*pair.one, *pair.other) for pair in pairs))


def _environment(machine: Environment) -> str:
    names = {"python": machine.python or "?", "torch": machine.torch or "?", "device": machine.device}
    if machine.threads == 1:
        return _("Python {python}, torch {torch}, on {device}, 1 thread", **names)
    return _("Python {python}, torch {torch}, on {device}, {number} threads", **names, number=machine.threads)
