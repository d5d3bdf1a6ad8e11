"""PrairieLearn's results.json of its external grading."""

from __future__ import annotations

from typing import Any

from torchgrade.formats.strict_json import strict_json
from torchgrade.formats.wording import adjusted, notes, shortened, trouble, verdict, why
from torchgrade.report.text import visible
from torchgrade.results import Check, Report

MOST_BYTES = 1_000_000  # PrairieLearn takes 1 MB
_LENGTHS = (20_000, 2_000, 200, 0)  # of each text, the first with which the file is small enough


def prairielearn(report: Report) -> str:
    """The results of one submission; long texts are cut where the file would else be too large to be taken.

    Only a submission that cannot be read is "not gradable", which costs its author no attempt there.
    """
    for most in _LENGTHS:
        text = strict_json(_data(report, most))
        if len(text.encode("utf-8")) <= MOST_BYTES:
            return text
    return strict_json({**_data(report, 0), "tests": []})


def _data(report: Report, most: int) -> dict[str, Any]:
    share = min(max(report.score / report.max_score, 0.0), 1.0) if report.max_score else 0.0
    told = "\n".join([*filter(None, [trouble(report)]), *adjusted(report)])
    data: dict[str, Any] = {"gradable": True, "score": share, "message": shortened(told, 1_000)}
    if report.status == "unreadable":
        return {"gradable": False, "score": 0.0, "format_errors": [shortened(trouble(report), 1_000)]}
    return {**data, "tests": [_test(check, most) for check in report.checks]}


def _test(check: Check, most: int) -> dict[str, Any]:
    told = "\n".join([verdict(check), *why(check), *notes([check])])
    return {
        "name": visible(check.exercise),
        "description": visible(check.title),
        "points": check.points,
        "max_points": check.max_points,
        "message": shortened(told, most) if most else verdict(check),
        "output": shortened(visible(check.stdout[: 2 * most]), most) if most else "",
    }
