"""The result of a GitHub Classroom grader: what its reporter adds up and shows."""

from __future__ import annotations

import base64
from typing import Any

from torchgrade.formats.strict_json import strict_json
from torchgrade.formats.wording import BROKEN, adjusted, shortened, trouble, verdict, why
from torchgrade.report.text import visible
from torchgrade.results import Check, Report, tidy

_LONGEST = 2_000  # of one message; a step's outputs together may hold 1 MB


def github_classroom(report: Report) -> str:
    """The JSON of one submission; `encoded` makes the step output `result` of it."""
    tests = [_test(check) for check in report.checks if check.verdict not in ("not_run", "not_selected")]
    status = "pass" if report.checks and all(check.verdict == "passed" for check in report.checks) else "fail"
    if report.status != "graded":
        status = "error"
        tests.append(_part("torchgrade", "error", 0, trouble(report)))
    if report.adjustments:  # one part for all of them, so that the parts add up to the score
        tests.append(_part("adjustments", "pass", tidy(report.score - report.earned), "\n".join(adjusted(report))))
    return strict_json({"version": 1, "status": status, "max_score": round(report.max_score), "tests": tests})


def encoded(text: str) -> str:
    """A text as Classroom wants it in a step's output."""
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


def _test(check: Check) -> dict[str, Any]:
    status = "pass" if check.verdict == "passed" else "error" if check.verdict in BROKEN else "fail"
    message = "" if status == "pass" else "\n".join([verdict(check), *why(check)])
    found = _part(f"{check.exercise}: {check.title}", status, tidy(check.points), message)
    return {**found, "filename": visible(check.file), "line_no": check.line or 0, "duration": check.duration_s}


def _part(name: str, status: str, score: float, message: str) -> dict[str, Any]:
    return {
        "name": visible(name),
        "status": status,
        "score": score,
        "message": shortened(message, _LONGEST),
        "test_code": "",
        "filename": "",
        "line_no": 0,
        "duration": 0,
    }
