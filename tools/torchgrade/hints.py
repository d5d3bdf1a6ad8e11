"""The hint ladder: one rung at a time, for the first check of an exercise that is not right yet."""

from __future__ import annotations

from pathlib import Path

from torchgrade.course import Entry
from torchgrade.errors import BadInput
from torchgrade.grader_text import CheckText, read_checks
from torchgrade.results import Report
from torchgrade.results_io import read


def last_report(root: Path) -> Report | None:
    """The newest of a course's own results, if they can be read."""
    files = [root / ".torchgrade" / name for name in ("results.json", "results-partial.json")]
    for file in sorted((f for f in files if f.exists()), key=lambda f: f.stat().st_mtime, reverse=True):
        try:
            return read(file)
        except BadInput:
            continue
    return None


def hint(entry: Entry, rung: int, report: Report | None) -> str:
    """The text of a hint.

    Args:
        entry: the exercise.
        rung: 1 points, higher ones teach, the last says how.
        report: the last results, which tell the check that is not right yet.

    Raises:
        BadInput: the exercise has no such rung.
    """
    checks = [check for check in read_checks(entry.grader) if check.hints]
    if not checks:
        raise BadInput(f"{entry.name} has no hints: {entry.grader} holds no check that gives one.")
    check = _first_open(checks, entry, report)
    if not 1 <= rung <= len(check.hints):
        raise BadInput(f"{entry.name} has no hint {rung} for this check: {_rungs(len(check.hints))}.")
    lines = [f"{entry.name}: {check.title}", f"Hint {rung} of {len(check.hints)}: {check.hints[rung - 1]}"]
    if rung < len(check.hints):
        lines.append(f"The next one: torchgrade hint {entry.name} {rung + 1}")
    return "\n".join(lines)


def _rungs(count: int) -> str:
    return "its only one is 1" if count == 1 else f"choose 1 to {count}"


def _first_open(checks: list[CheckText], entry: Entry, report: Report | None) -> CheckText:
    """The first check that the last results do not show as passed, else the first of all."""
    passed = {check.id for check in report.checks if check.verdict == "passed"} if report else set()
    return next((check for check in checks if f"{entry.id}::{check.name}" not in passed), checks[0])
