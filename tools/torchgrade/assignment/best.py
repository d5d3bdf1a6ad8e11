"""The best of a student's hand-ins: all are graded, and the one with the highest score is the student's result."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from torchgrade.assignment.history import results_in
from torchgrade.assignment.rules import Rules
from torchgrade.classroom.rendering import render_folder
from torchgrade.report.cohort_csv import grades_csv
from torchgrade.report.likeness import read_compared, renamed, write_compared
from torchgrade.report.site import page_names
from torchgrade.results import Report
from torchgrade.results_io import to_json, write_text


def attempts_in(out: Path) -> Path:
    """Where the results of all hand-ins lie, below those of the students."""
    return out / "attempts"


def keep_best(out: Path, rules: Rules) -> Path:
    """Write each student's best report, and the pages and grades of these; return the index.

    What was handed in late is compared with what that cost; of two that are as good the later one is kept.
    """
    best: dict[str, Report] = {}
    for report in results_in(attempts_in(out)).values():
        if rules.handed_in and report.submission not in rules.handed_in:
            continue  # it was handed in before, and is no longer among what was collected
        student = rules.student(report.submission)
        if student not in best or _rank(report) > _rank(best[student]):
            best[student] = report
    reports = [replace(report, submission=student) for student, report in sorted(best.items())]
    names = [report.submission for report in reports]
    files = {f"{page.removesuffix('.html')}.json": one for page, one in zip(page_names(names), reports, strict=True)}
    for name, report in files.items():
        write_text(out / "results" / name, to_json(report))
    for path in (out / "results").glob("*.json"):
        if path.name not in files:
            path.unlink()
    shown = {report.submission: student for student, report in best.items()}
    write_compared(out, [renamed(found, shown) for found in read_compared(attempts_in(out))])
    write_text(out / "grades.csv", grades_csv(reports))
    return render_folder(out, out)


def _rank(report: Report) -> tuple[bool, float, int]:
    return report.status == "graded", report.score, report.attempt
