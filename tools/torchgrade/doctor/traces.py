"""The traces of an attack in what came of it: points, output, report and page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

from rich.console import Console

from torchgrade.doctor.scene import SUCCEEDED
from torchgrade.grading.table import summary
from torchgrade.report.html import render_submission
from torchgrade.results import Report
from torchgrade.results_io import to_json

# At the beginning of a line: a traceback shows the line that would have printed it, further in.
_SAID = re.compile(rf"^{SUCCEEDED} *(.+)", re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# An attack prints this as HTML; a page that lets it through would run what stands there.
TAG = "<torchgrade-attack"


def in_output(heard: Iterable[str], *hidden: str) -> list[str]:
    """What an attack said that it reached, and secrets in what it printed."""
    text = "\n".join(heard)
    return [match[1] for match in _SAID.finditer(text)] + _told(text, hidden)


def in_report(report: Report, *hidden: str) -> list[str]:
    """Points that an attack gained, and secrets in its results."""
    gained = [f"gained {report.score:g} points in {_where(report)}"] if report.score else []
    return gained + _told(to_json(report), hidden)


def in_pages(report: Report) -> list[str]:
    """What its results do to whoever reads them, or to whoever runs the course."""
    table = io.StringIO()
    Console(file=table, width=200, color_system=None).print(summary([report]))
    page = render_submission(report, "instructor")
    faults = [check.id for check in report.checks if check.verdict == "grader_fault"]
    return [
        *(f"is taken for a fault of the grader in {name}" for name in faults),
        *(["control characters reach the terminal"] if _CONTROL.search(table.getvalue()) else []),
        *(["control characters reach the page"] if _CONTROL.search(page) else []),
        *(["its HTML reaches the page"] if TAG in page else []),
    ]


def _told(text: str, hidden: Iterable[str]) -> list[str]:
    return ["read a secret" for secret in hidden if secret in text]


def _where(report: Report) -> str:
    return ", ".join(check.id for check in report.checks if check.points)
