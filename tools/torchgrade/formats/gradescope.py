"""Gradescope's results.json: one file that its students and its instructors both look at."""

from __future__ import annotations

from typing import Any

from torchgrade.formats.markdown import fenced
from torchgrade.formats.strict_json import strict_json
from torchgrade.formats.wording import adjusted, notes, trouble, verdict, why
from torchgrade.language.speaking import _
from torchgrade.report.text import as_finite, cut, visible
from torchgrade.results import Check, Report


def gradescope(report: Report) -> str:
    """The results of one submission.

    `score` is always set: Gradescope would else sum the tests it knows of. In the learner's view hidden checks are
    one visible line; in the instructor's each is a hidden test, and Gradescope then shows students no total.
    """
    data: dict[str, Any] = {
        "score": report.score,
        "execution_time": round(as_finite(report.timing.duration_s) or 0.0, 3),
        "output_format": "text",
        "test_output_format": "md",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [*_not_graded(report), *_tests(report)],
        "extra_data": {
            "torchgrade": {"attempt": report.attempt, "status": report.status, "max_score": report.max_score},
        },
    }
    told = [*filter(None, [trouble(report)]), *adjusted(report)]
    if told:
        data["output"] = "\n".join(told)
    return strict_json(data)


def _not_graded(report: Report) -> list[dict[str, Any]]:
    """A test that students see, where there is no grade to look at."""
    if report.status == "graded":
        return []
    return [{"name": _("the submission is graded"), "status": "failed", "output": "\n".join(fenced(trouble(report)))}]


def _tests(report: Report) -> list[dict[str, Any]]:
    numbered = [
        (f"{major}.{minor}", check)
        for major, checks in enumerate(report.exercises().values(), start=1)
        for minor, check in enumerate(checks, start=1)
    ]
    return [_test(number, check) for number, check in numbered]


def _test(number: str, check: Check) -> dict[str, Any]:
    return {
        "number": number,
        "name": visible(f"{check.exercise}: {check.title}"),
        "score": check.points,
        "max_score": check.max_points,
        "status": "passed" if check.verdict == "passed" else "failed",
        "output": _output(check),
        "visibility": "hidden" if check.visibility == "hidden" else "visible",
        "tags": [check.verdict],
    }


def _output(check: Check) -> str:
    """Markdown in which all that came from the submission stands in blocks of code."""
    told = [*([] if check.verdict == "passed" else [verdict(check)]), *why(check), *notes([check])]
    if not told:
        return ""
    lines = fenced("\n".join(told))
    if check.stdout and check.verdict != "passed":
        lines += ["", *fenced(cut(check.stdout))]
    return "\n".join(lines)
